package verify

import (
	"fmt"
	"io"
	"strings"

	"github.com/holdshort/holdshort/exhibit"
)

// Text writes a report to be read by a person.
func (r *Report) Text(w io.Writer) error {
	var b strings.Builder
	line := func(format string, args ...any) {
		b.WriteString(strings.ReplaceAll(exhibit.Harmless(fmt.Sprintf(format, args...)), "\n", " ") + "\n")
	}
	if r.Caption != "" {
		line("%s", r.Caption)
		line("a sealed exhibit of %d entries, made for an audience that is %s", r.Entries, r.Audience)
		line("chain %s", r.Chain)
	}
	if r.SHA256 != "" {
		line("%d bytes, SHA-256 %s", r.Bytes, r.SHA256)
	}
	if l := r.Log; l != nil {
		line("log %s at size %d, root %s", l.Origin, l.Size, l.Root)
	}
	line("checked under the policy %s, SHA-256 %s", r.Policy.Name, r.Policy.SHA256)
	line("")
	for _, c := range r.Checks {
		line("%-5s %2d %s", c.Status, c.Number, c.Name)
		for _, l := range c.Lines {
			line("         %s", l)
		}
	}
	line("")
	line("What this does not show")
	for _, s := range r.Silent {
		line("  - %s", s)
	}
	line("")
	line("Result: %s", results[r.Result])
	_, err := io.WriteString(w, b.String())
	return err
}

var results = map[Status]string{
	Pass: "everything that is here passes, and the policy is met",
	Weak: "intact, but below the policy: see the checks marked weak",
	Fail: "FAILED: see the checks marked fail. Do not rely on this exhibit",
}
