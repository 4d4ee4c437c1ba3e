package holdshort_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/holdshort/holdshort/deadline"
)

// The page on deadlines has every field, step, rule, split court and state.
func TestDocsDeadline(t *testing.T) {
	doc := page(t, "docs/deadline.md")
	name, dir := program(t), t.TempDir()
	for _, b := range blocks(doc) {
		if b.lang == "console" {
			session(t, name, dir, b)
		}
	}
	fields := documented(section(doc, "## JSON", false))
	declared := tags(t, "deadline/json.go", "cite/cite.go")
	for _, w := range codes(section(doc, "## JSON", false)) {
		fields = append(fields, w)
	}
	if m := missing(declared, fields); len(m) > 0 {
		t.Errorf("fields without a word: %v", m)
	}
	if m := missing(documented(section(doc, "## JSON", false)), declared); len(m) > 0 {
		t.Errorf("rows without a field: %v", m)
	}
	var steps, rules []string
	for _, r := range rows(section(doc, "## Steps", false)) {
		steps = append(steps, strings.Trim(r[0], "`"))
	}
	if !slices.Equal(steps, deadline.Steps) {
		t.Errorf("steps %v, declared are %v", steps, deadline.Steps)
	}
	for i, r := range rows(section(doc, "## Rules", false)) {
		rules = append(rules, strings.Trim(r[0], "`"))
		if i < len(deadline.Rules) && r[1] != deadline.Rules[i].Name {
			t.Errorf("rule %s is cited as %s", r[0], r[1])
		}
	}
	if len(rules) != len(deadline.Rules) {
		t.Errorf("rules %v", rules)
	}
	courts := section(doc, "## Courts and holidays", false)
	if want := splitCourts(); !strings.Contains(strings.Join(strings.Fields(courts), " "), want) {
		t.Errorf("the page does not name the split courts: %s", want)
	}
	for _, state := range deadline.States() {
		if !slices.Contains(codes(courts), state) {
			t.Errorf("the page does not name %q, whose holidays the table has", state)
		}
	}
}

// splitCourts are the districts whose offices keep several zones, as the page lists
// them.
func splitCourts() string {
	var out []string
	for _, c := range deadline.Courts() {
		if c.Zone == "" && c.Kind == deadline.DistrictCourt {
			out = append(out, c.Name)
		}
	}
	return strings.Replace(strings.Join(out, ", "), "N.D. Ind., S.D. Ind.", "N.D. and S.D. Ind.", 1)
}
