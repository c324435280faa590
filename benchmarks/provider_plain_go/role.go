// A role with the same attributes as esremote_role, so that Terraform's state is as large.
package main

import (
	"context"
	"net/http"
	"net/url"

	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

type role struct{ client *client }

type fields struct {
	Grant  []string `tfsdk:"grant" json:"grant,omitempty"`
	Except []string `tfsdk:"except" json:"except,omitempty"`
}

type indices struct {
	Names      []string `tfsdk:"names" json:"names"`
	Privileges []string `tfsdk:"privileges" json:"privileges"`
	Query      *string  `tfsdk:"query" json:"query,omitempty"`
	Fields     *fields  `tfsdk:"field_security" json:"field_security,omitempty"`
	Restricted *bool    `tfsdk:"allow_restricted_indices" json:"allow_restricted_indices,omitempty"`
}

type remoteIndices struct {
	Clusters   []string `tfsdk:"clusters" json:"clusters"`
	Names      []string `tfsdk:"names" json:"names"`
	Privileges []string `tfsdk:"privileges" json:"privileges"`
	Query      *string  `tfsdk:"query" json:"query,omitempty"`
	Fields     *fields  `tfsdk:"field_security" json:"field_security,omitempty"`
	Restricted *bool    `tfsdk:"allow_restricted_indices" json:"allow_restricted_indices,omitempty"`
}

type remoteCluster struct {
	Clusters   []string `tfsdk:"clusters" json:"clusters"`
	Privileges []string `tfsdk:"privileges" json:"privileges"`
}

type application struct {
	Application string   `tfsdk:"application" json:"application"`
	Privileges  []string `tfsdk:"privileges" json:"privileges"`
	Resources   []string `tfsdk:"resources" json:"resources"`
}

type roleModel struct {
	ID            types.String    `tfsdk:"id" json:"-"`
	OnCluster     string          `tfsdk:"on_cluster" json:"-"`
	Name          string          `tfsdk:"name" json:"-"`
	Description   *string         `tfsdk:"description" json:"description,omitempty"`
	Cluster       []string        `tfsdk:"cluster" json:"cluster,omitempty"`
	RunAs         []string        `tfsdk:"run_as" json:"run_as,omitempty"`
	Indices       []indices       `tfsdk:"indices" json:"indices,omitempty"`
	Applications  []application   `tfsdk:"applications" json:"applications,omitempty"`
	RemoteIndices []remoteIndices `tfsdk:"remote_indices" json:"remote_indices,omitempty"`
	RemoteCluster []remoteCluster `tfsdk:"remote_cluster" json:"remote_cluster,omitempty"`
	Metadata      *string         `tfsdk:"metadata" json:"-"`
	Global        *string         `tfsdk:"global" json:"-"`
}

var (
	text = schema.StringAttribute{Optional: true}
	some = schema.SetAttribute{ElementType: types.StringType, Optional: true}
	must = schema.SetAttribute{ElementType: types.StringType, Required: true}
)

func nested(attributes map[string]schema.Attribute) schema.Attribute {
	return schema.ListNestedAttribute{Optional: true, NestedObject: schema.NestedAttributeObject{Attributes: attributes}}
}

func grant(more map[string]schema.Attribute) schema.Attribute {
	attributes := map[string]schema.Attribute{
		"names": must, "privileges": must, "query": text,
		"field_security": schema.SingleNestedAttribute{
			Optional: true, Attributes: map[string]schema.Attribute{"grant": some, "except": some},
		},
		"allow_restricted_indices": schema.BoolAttribute{Optional: true},
	}
	for name, attribute := range more {
		attributes[name] = attribute
	}
	return nested(attributes)
}

func (*role) Metadata(_ context.Context, q resource.MetadataRequest, r *resource.MetadataResponse) {
	r.TypeName = q.ProviderTypeName + "_role_of_attributes"
}

func (*role) Schema(_ context.Context, _ resource.SchemaRequest, r *resource.SchemaResponse) {
	fixed := schema.StringAttribute{Required: true, PlanModifiers: []planmodifier.String{stringplanmodifier.RequiresReplace()}}
	r.Schema = schema.Schema{Attributes: map[string]schema.Attribute{
		"id":          schema.StringAttribute{Computed: true, PlanModifiers: []planmodifier.String{stringplanmodifier.UseStateForUnknown()}},
		"on_cluster":  fixed,
		"name":        fixed,
		"description": text,
		"cluster":     some,
		"run_as":      some,
		"indices":     grant(nil),
		"applications": nested(map[string]schema.Attribute{
			"application": schema.StringAttribute{Required: true}, "privileges": must, "resources": must,
		}),
		"remote_indices": grant(map[string]schema.Attribute{"clusters": must}),
		"remote_cluster": nested(map[string]schema.Attribute{"clusters": must, "privileges": must}),
		"metadata":       text,
		"global":         text,
	}}
}

func (t *role) Configure(_ context.Context, q resource.ConfigureRequest, _ *resource.ConfigureResponse) {
	if q.ProviderData != nil {
		t.client = q.ProviderData.(*client)
	}
}

func (t *role) path(m *roleModel) string { return "/_security/role/" + url.PathEscape(m.Name) }

// read fills in the response of the server, leaving out what is empty, as the configuration does.
func (t *role) read(ctx context.Context, m *roleModel) (bool, error) {
	var out map[string]roleModel
	status, err := t.client.call(ctx, "GET", t.path(m), nil, &out)
	if err != nil || status == http.StatusNotFound {
		return false, err
	}
	found := out[m.Name]
	m.Description, m.Cluster, m.RunAs = found.Description, orNil(found.Cluster), orNil(found.RunAs)
	m.Indices, m.Applications = orNil(found.Indices), orNil(found.Applications)
	m.RemoteIndices, m.RemoteCluster = orNil(found.RemoteIndices), orNil(found.RemoteCluster)
	for i := range m.Indices {
		m.Indices[i].Restricted = nil
	}
	return true, nil
}

func orNil[T any](list []T) []T {
	if len(list) == 0 {
		return nil
	}
	return list
}

func (t *role) put(ctx context.Context, m *roleModel) error {
	m.ID = types.StringValue(m.OnCluster + "/" + m.Name)
	if _, err := t.client.call(ctx, "PUT", t.path(m), m, nil); err != nil {
		return err
	}
	_, err := t.read(ctx, m)
	return err
}

func (t *role) Create(ctx context.Context, q resource.CreateRequest, r *resource.CreateResponse) {
	var m roleModel
	r.Diagnostics.Append(q.Plan.Get(ctx, &m)...)
	if err := t.put(ctx, &m); err != nil {
		r.Diagnostics.AddError("create", err.Error())
		return
	}
	r.Diagnostics.Append(r.State.Set(ctx, &m)...)
}

func (t *role) Read(ctx context.Context, q resource.ReadRequest, r *resource.ReadResponse) {
	var m roleModel
	r.Diagnostics.Append(q.State.Get(ctx, &m)...)
	there, err := t.read(ctx, &m)
	if err != nil {
		r.Diagnostics.AddError("read", err.Error())
	} else if !there {
		r.State.RemoveResource(ctx)
	} else {
		r.Diagnostics.Append(r.State.Set(ctx, &m)...)
	}
}

func (t *role) Update(ctx context.Context, q resource.UpdateRequest, r *resource.UpdateResponse) {
	var m roleModel
	r.Diagnostics.Append(q.Plan.Get(ctx, &m)...)
	if err := t.put(ctx, &m); err != nil {
		r.Diagnostics.AddError("update", err.Error())
		return
	}
	r.Diagnostics.Append(r.State.Set(ctx, &m)...)
}

func (t *role) Delete(ctx context.Context, q resource.DeleteRequest, r *resource.DeleteResponse) {
	var m roleModel
	r.Diagnostics.Append(q.State.Get(ctx, &m)...)
	if _, err := t.client.call(ctx, "DELETE", t.path(&m), nil, nil); err != nil {
		r.Diagnostics.AddError("delete", err.Error())
	}
}
