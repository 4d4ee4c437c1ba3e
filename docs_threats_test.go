package holdshort_test

import (
	"io/fs"
	"os"
	"regexp"
	"strings"
	"testing"
)

// Each test and script that docs/threats.md names is there.
func TestThreatsAreShown(t *testing.T) {
	page, err := os.ReadFile("docs/threats.md")
	if err != nil {
		t.Fatal(err)
	}
	var code strings.Builder
	err = fs.WalkDir(os.DirFS("."), ".", func(name string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() || !strings.HasSuffix(name, "_test.go") {
			return err
		}
		b, err := os.ReadFile(name)
		code.Write(b)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	named := regexp.MustCompile("`((?:Test|Fuzz)[A-Z][A-Za-z]*)`").FindAllStringSubmatch(string(page), -1)
	for _, m := range named {
		if !strings.Contains(code.String(), "\nfunc "+m[1]+"(") {
			t.Errorf("no test is called %s", m[1])
		}
	}
	scripts := regexp.MustCompile("scripts? `([a-z]+)`(?:, `([a-z]+)`)?").FindAllStringSubmatch(string(page), -1)
	for _, m := range scripts {
		for _, name := range m[1:] {
			if _, err := os.Stat("cmd/holdshort/testdata/script/" + name + ".txt"); name != "" && err != nil {
				t.Error(err)
			}
		}
	}
	if len(named) < 40 || len(scripts) < 5 {
		t.Errorf("%d tests and %d scripts are named", len(named), len(scripts))
	}
}
