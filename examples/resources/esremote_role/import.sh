terraform import esremote_role.analyst frankfurt/analyst
