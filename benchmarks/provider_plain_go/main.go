// A plain provider to compare with: terraform-plugin-framework, net/http, one API call per resource and operation. It
// supports only what the benchmark's configuration needs.
package main

import (
	"bytes"
	"context"
	"crypto/tls"
	"encoding/json"
	"fmt"
	"io"
	"log"
	"net/http"
	"net/url"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/provider"
	pschema "github.com/hashicorp/terraform-plugin-framework/provider/schema"
	"github.com/hashicorp/terraform-plugin-framework/providerserver"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

type client struct {
	http           *http.Client
	url, user, pwd string
}

func (c *client) call(ctx context.Context, method, path string, body, out any) (int, error) {
	var sent io.Reader
	if body != nil {
		raw, err := json.Marshal(body)
		if err != nil {
			return 0, err
		}
		sent = bytes.NewReader(raw)
	}
	request, err := http.NewRequestWithContext(ctx, method, c.url+path, sent)
	if err != nil {
		return 0, err
	}
	request.SetBasicAuth(c.user, c.pwd)
	request.Header.Set("Content-Type", "application/json")
	answer, err := c.http.Do(request)
	if err != nil {
		return 0, err
	}
	defer answer.Body.Close()
	raw, err := io.ReadAll(answer.Body)
	if err != nil {
		return 0, err
	}
	if answer.StatusCode == http.StatusNotFound {
		return answer.StatusCode, nil
	}
	if answer.StatusCode >= 300 {
		return answer.StatusCode, fmt.Errorf("%s %s: %d %s", method, path, answer.StatusCode, raw)
	}
	if out == nil {
		return answer.StatusCode, nil
	}
	return answer.StatusCode, json.Unmarshal(raw, out)
}

type plain struct{}

type config struct {
	URL      types.String `tfsdk:"url"`
	Username types.String `tfsdk:"username"`
	Password types.String `tfsdk:"password"`
}

func (plain) Metadata(_ context.Context, _ provider.MetadataRequest, r *provider.MetadataResponse) {
	r.TypeName = "plain"
}

func (plain) Schema(_ context.Context, _ provider.SchemaRequest, r *provider.SchemaResponse) {
	r.Schema = pschema.Schema{Attributes: map[string]pschema.Attribute{
		"url":      pschema.StringAttribute{Required: true},
		"username": pschema.StringAttribute{Required: true},
		"password": pschema.StringAttribute{Required: true, Sensitive: true},
	}}
}

func (plain) Configure(ctx context.Context, q provider.ConfigureRequest, r *provider.ConfigureResponse) {
	var c config
	r.Diagnostics.Append(q.Config.Get(ctx, &c)...)
	transport := http.DefaultTransport.(*http.Transport).Clone()
	transport.TLSClientConfig = &tls.Config{InsecureSkipVerify: true} // a benchmark on loopback
	transport.MaxIdleConnsPerHost = 20
	r.ResourceData = &client{&http.Client{Transport: transport}, c.URL.ValueString(), c.Username.ValueString(), c.Password.ValueString()}
}

func (plain) Resources(context.Context) []func() resource.Resource {
	return []func() resource.Resource{
		func() resource.Resource { return &role{} },
		func() resource.Resource { return &jsonResource{kind: "role", calls: roleCalls} },
		func() resource.Resource { return &jsonResource{kind: "key", calls: keyCalls} },
		func() resource.Resource { return &jsonResource{kind: "connection", calls: connectionCalls} },
	}
}

func (plain) DataSources(context.Context) []func() datasource.DataSource { return nil }

// jsonResource is a resource with a name and a JSON body. Resource types differ only in their API calls.
type jsonResource struct {
	kind   string
	calls  calls
	client *client
}

type calls struct {
	put    func(ctx context.Context, c *client, m *model, create bool) error
	exists func(ctx context.Context, c *client, m *model) (bool, error)
	remove func(ctx context.Context, c *client, m *model) error
}

type model struct {
	ID   types.String `tfsdk:"id"`
	Name types.String `tfsdk:"name"`
	Body types.String `tfsdk:"body"`
}

func (t *jsonResource) Metadata(_ context.Context, q resource.MetadataRequest, r *resource.MetadataResponse) {
	r.TypeName = q.ProviderTypeName + "_" + t.kind
}

func (t *jsonResource) Schema(_ context.Context, _ resource.SchemaRequest, r *resource.SchemaResponse) {
	r.Schema = schema.Schema{Attributes: map[string]schema.Attribute{
		"id":   schema.StringAttribute{Computed: true, PlanModifiers: []planmodifier.String{stringplanmodifier.UseStateForUnknown()}},
		"name": schema.StringAttribute{Required: true, PlanModifiers: []planmodifier.String{stringplanmodifier.RequiresReplace()}},
		"body": schema.StringAttribute{Required: true},
	}}
}

func (t *jsonResource) Configure(_ context.Context, q resource.ConfigureRequest, _ *resource.ConfigureResponse) {
	if q.ProviderData != nil {
		t.client = q.ProviderData.(*client)
	}
}

func (t *jsonResource) Create(ctx context.Context, q resource.CreateRequest, r *resource.CreateResponse) {
	var m model
	r.Diagnostics.Append(q.Plan.Get(ctx, &m)...)
	if err := t.calls.put(ctx, t.client, &m, true); err != nil {
		r.Diagnostics.AddError("create", err.Error())
		return
	}
	if _, err := t.calls.exists(ctx, t.client, &m); err != nil {
		r.Diagnostics.AddError("read after create", err.Error())
	}
	r.Diagnostics.Append(r.State.Set(ctx, &m)...)
}

func (t *jsonResource) Read(ctx context.Context, q resource.ReadRequest, r *resource.ReadResponse) {
	var m model
	r.Diagnostics.Append(q.State.Get(ctx, &m)...)
	there, err := t.calls.exists(ctx, t.client, &m)
	if err != nil {
		r.Diagnostics.AddError("read", err.Error())
	} else if !there {
		r.State.RemoveResource(ctx)
	}
}

func (t *jsonResource) Update(ctx context.Context, q resource.UpdateRequest, r *resource.UpdateResponse) {
	var m model
	r.Diagnostics.Append(q.Plan.Get(ctx, &m)...)
	if err := t.calls.put(ctx, t.client, &m, false); err != nil {
		r.Diagnostics.AddError("update", err.Error())
		return
	}
	if _, err := t.calls.exists(ctx, t.client, &m); err != nil {
		r.Diagnostics.AddError("read after update", err.Error())
	}
	r.Diagnostics.Append(r.State.Set(ctx, &m)...)
}

func (t *jsonResource) Delete(ctx context.Context, q resource.DeleteRequest, r *resource.DeleteResponse) {
	var m model
	r.Diagnostics.Append(q.State.Get(ctx, &m)...)
	if err := t.calls.remove(ctx, t.client, &m); err != nil {
		r.Diagnostics.AddError("delete", err.Error())
	}
}

var roleCalls = calls{
	put: func(ctx context.Context, c *client, m *model, _ bool) error {
		body := map[string]any{}
		if err := json.Unmarshal([]byte(m.Body.ValueString()), &body); err != nil {
			return err
		}
		m.ID = m.Name
		_, err := c.call(ctx, "PUT", "/_security/role/"+url.PathEscape(m.Name.ValueString()), body, nil)
		return err
	},
	exists: func(ctx context.Context, c *client, m *model) (bool, error) {
		var out map[string]any
		status, err := c.call(ctx, "GET", "/_security/role/"+url.PathEscape(m.Name.ValueString()), nil, &out)
		return status != http.StatusNotFound, err
	},
	remove: func(ctx context.Context, c *client, m *model) error {
		_, err := c.call(ctx, "DELETE", "/_security/role/"+url.PathEscape(m.Name.ValueString()), nil, nil)
		return err
	},
}

var keyCalls = calls{
	put: func(ctx context.Context, c *client, m *model, create bool) error {
		body := map[string]any{}
		err := error(nil)
		if err = json.Unmarshal([]byte(m.Body.ValueString()), &body); err != nil {
			return err
		}
		if !create {
			_, err = c.call(ctx, "PUT", "/_security/cross_cluster/api_key/"+m.ID.ValueString(), body, nil)
			return err
		}
		body["name"] = m.Name.ValueString()
		var out struct{ ID string }
		if _, err = c.call(ctx, "POST", "/_security/cross_cluster/api_key", body, &out); err != nil {
			return err
		}
		m.ID = types.StringValue(out.ID)
		return nil
	},
	exists: func(ctx context.Context, c *client, m *model) (bool, error) {
		var out map[string]any
		status, err := c.call(ctx, "GET", "/_security/api_key?active_only=true&id="+m.ID.ValueString(), nil, &out)
		return status != http.StatusNotFound, err
	},
	remove: func(ctx context.Context, c *client, m *model) error {
		_, err := c.call(ctx, "DELETE", "/_security/api_key", map[string]any{"ids": []string{m.ID.ValueString()}}, nil)
		return err
	},
}

var connectionCalls = calls{
	put: func(ctx context.Context, c *client, m *model, _ bool) error {
		body := map[string]any{}
		if err := json.Unmarshal([]byte(m.Body.ValueString()), &body); err != nil {
			return err
		}
		m.ID = m.Name
		_, err := c.call(ctx, "PUT", "/_cluster/settings", map[string]any{"persistent": body}, nil)
		return err
	},
	exists: func(ctx context.Context, c *client, m *model) (bool, error) {
		var out struct{ Persistent map[string]any }
		_, err := c.call(ctx, "GET", "/_cluster/settings?flat_settings=true", nil, &out)
		_, there := out.Persistent["cluster.remote."+m.Name.ValueString()+".mode"]
		return there, err
	},
	remove: func(ctx context.Context, c *client, m *model) error {
		body := map[string]any{"persistent": map[string]any{"cluster.remote." + m.Name.ValueString() + ".*": nil}}
		_, err := c.call(ctx, "PUT", "/_cluster/settings", body, nil)
		return err
	},
}

func main() {
	err := providerserver.Serve(context.Background(), func() provider.Provider { return plain{} },
		providerserver.ServeOpts{Address: "registry.terraform.io/esremote/plain"})
	if err != nil {
		log.Fatal(err)
	}
}
