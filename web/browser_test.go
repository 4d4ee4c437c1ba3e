package web

import (
	"bufio"
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// browser is the program to run pages in, or empty.
func browser() string {
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome"} {
		if p, err := exec.LookPath(name); err == nil {
			return p
		}
	}
	return ""
}

// The page in a real browser: each script in ui/tests is a list of tests.
func TestInBrowser(t *testing.T) {
	if testing.Short() {
		t.Skip("skipped: -short")
	}
	node, err := exec.LookPath("node")
	if err != nil {
		t.Skip("skipped: node, which runs the tests of the page, is not installed")
	}
	if _, err := os.Stat("ui/node_modules/playwright-core"); err != nil {
		t.Skip("skipped: npm ci --ignore-scripts in web/ui gets what drives the browser")
	}
	if browser() == "" {
		t.Skip("skipped: no Chromium is installed")
	}
	scripts, err := filepath.Glob("ui/tests/*.mjs")
	if err != nil || len(scripts) < 4 {
		t.Fatalf("%d scripts: %v", len(scripts), err)
	}
	for _, script := range scripts {
		name := strings.TrimSuffix(filepath.Base(script), ".mjs")
		if name == "lib" || name == "speed" || name == "pictures" {
			continue
		}
		t.Run(name, func(t *testing.T) { runScript(t, node, script) })
	}
}

// runScript runs a list of tests on a fresh copy of the sample case.
func runScript(t *testing.T, node, script string) {
	x := show(t)
	cmd := exec.Command(node, script)
	cmd.Env = append(os.Environ(), "BASE="+x.url+"/c/case/", "DIR="+x.dir, "BROWSER="+browser())
	var out bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &out
	runErr := cmd.Run()
	n, last := 0, ""
	said := map[string][]string{}
	for s := bufio.NewScanner(&out); s.Scan(); {
		line := s.Text()
		if name, ok := strings.CutPrefix(line, "ok "); ok {
			n++
			t.Run(name, func(*testing.T) {})
			last = ""
		} else if name, ok := strings.CutPrefix(line, "not ok "); ok {
			n++
			last = name
			said[name] = nil
		} else if last != "" {
			said[last] = append(said[last], strings.TrimPrefix(line, "# "))
		} else {
			t.Log(line)
		}
	}
	for name, lines := range said {
		t.Run(name, func(t *testing.T) { t.Error(strings.Join(lines, "\n")) })
	}
	if n == 0 || runErr != nil && len(said) == 0 {
		t.Errorf("%s ran %d tests: %v", script, n, runErr)
	}
}
