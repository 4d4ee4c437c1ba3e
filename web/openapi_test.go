package web

import (
	"bytes"
	"encoding/json"
	"net/url"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"github.com/holdshort/holdshort"
	"github.com/holdshort/holdshort/cases"
)

// described is the description as a validator has it.
func described(t *testing.T) (doc map[string]any, fits func(name, body string) error) {
	t.Helper()
	b, err := os.ReadFile("openapi.json")
	if err != nil {
		t.Fatal(err)
	}
	v, err := jsonschema.UnmarshalJSON(bytes.NewReader(b))
	if err != nil {
		t.Fatal(err)
	}
	c := jsonschema.NewCompiler()
	c.DefaultDraft(jsonschema.Draft2020)
	c.AssertFormat()
	if err := c.AddResource("openapi.json", v); err != nil {
		t.Fatal(err)
	}
	return v.(map[string]any), func(name, body string) error {
		s, err := c.Compile("openapi.json#/components/schemas/" + name)
		if err != nil {
			return err
		}
		x, err := jsonschema.UnmarshalJSON(strings.NewReader(body))
		if err != nil {
			return err
		}
		return s.Validate(x)
	}
}

// Everything that can be asked for is described, and nothing else is.
func TestOpenAPIHasEveryRoute(t *testing.T) {
	doc, _ := described(t)
	var have, want []string
	for path, item := range doc["paths"].(map[string]any) {
		for method := range item.(map[string]any) {
			have = append(have, strings.ToUpper(method)+" "+path)
		}
	}
	s, _ := toy(t)
	for _, r := range s.routes() {
		want = append(want, strings.ReplaceAll(r.pattern, "{$}", ""))
	}
	want = append(want, "GET /", "GET /assets/{name}", "GET /api/cases", "GET /api/openapi.json")
	slices.Sort(have)
	slices.Sort(want)
	if !slices.Equal(have, want) {
		t.Errorf("described %q\nasked for %q", have, want)
	}
	for _, r := range want[:4] { // what the mux has besides the routes
		if method, path, _ := strings.Cut(r, " "); method == "GET" && !strings.Contains(path, "{") {
			s.page(path)
		}
	}
	if got := s.page("/api/openapi.json"); !json.Valid([]byte(got)) {
		t.Error("the description is no JSON")
	}
}

// What the sample cases are answered with fits the description, and a document
// with a field more does not.
func TestOpenAPIFits(t *testing.T) {
	_, fits := described(t)
	check := func(s *site, schema, path string) {
		t.Helper()
		if err := fits(schema, s.page(path)); err != nil {
			t.Errorf("%s: %v", path, err)
		}
	}
	for _, name := range []string{cases.Names[0], "grace-v-sessions"} {
		s := sample(t, name)
		api := "/api/cases/" + name
		check(s, "Cases", "/api/cases")
		check(s, "View", api)
		check(s, "View", api+"?as_of=2025-03-18&zone=utc")
		check(s, "Find", api+"/export/findings.json")
		check(s, "Timeline", api+"/export/timeline.json")
		check(s, "Moment", api+"/moment?at=2025-03-15T22:46:00Z")
		check(s, "Courses", api+"/courses")
		c := s.matters[0].state.loaded.Case
		for i, f := range s.findings(api) {
			if i%17 == 0 {
				check(s, "Explain", api+"/explain?finding="+url.QueryEscape(f))
			}
		}
		for _, m := range c.Movements[:min(1, len(c.Movements))] {
			check(s, "Tracks", api+"/tracks/"+string(m.ID))
		}
		check(s, "WhatIf", api+"/whatif?by=-PT30M&claim="+url.QueryEscape(firstClaim(c)))
		if g := s.ask("GET", api+"/explain?finding=none"); fits("Error", g.body) != nil {
			t.Errorf("an error that does not fit: %s", g.body)
		}
	}
	if fits("Cases", `{"version":1,"cases":[],"more":1}`) == nil || fits("Cases", `{"version":1}`) == nil || fits("Bounds", `{"earliest":"today","latest":null}`) == nil {
		t.Error("the validator takes what does not fit")
	}
}

func (s *site) findings(api string) []string {
	var v struct {
		Find struct{ Findings []struct{ ID string } }
	}
	s.read(api, &v)
	var out []string
	for _, f := range v.Find.Findings {
		out = append(out, f.ID)
	}
	return out
}

func firstClaim(c *holdshort.Case) string {
	for _, id := range c.EventIDs() {
		for _, cl := range c.Event(id).Claims {
			return cl.ID
		}
	}
	return ""
}
