package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
	"github.com/spf13/cobra"
)

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"holdshort": measured})
}

// TestScripts runs the sessions in testdata/script, which read as a person
// would type them.
func TestScripts(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir:                 "testdata/script",
		RequireExplicitExec: true,
		RequireUniqueNames:  true,
		Setup: func(e *testscript.Env) error {
			// What a program remembers of a person stays in the session.
			e.Setenv("HOME", e.WorkDir+"/home")
			e.Setenv("XDG_CONFIG_HOME", e.WorkDir+"/home/config")
			return setNetwork(e)
		},
		Cmds: map[string]func(ts *testscript.TestScript, neg bool, args []string){
			"status": status,
			"json":   isJSON,
			"full":   full,
			"asked":  asked,
			"await":  await,
			"post":   post,
			"until":  until,

			"unguessable": unguessable,
			"policy":      policy,
		},
	})
}

// policy writes the policy of a reader who knows a log's key: policy KEY-FILE FILE.
func policy(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("policy KEY-FILE FILE")
	}
	ts.Check(os.WriteFile(ts.MkAbs(args[1]), []byte("log "+strings.TrimSpace(ts.ReadFile(args[0]))+"\nquorum none\n"), 0o600))
}

// status runs a program that must end with the exit status: status 2 PROGRAM
// ARG... It checks what holds of every failure: all of stderr is error: and
// hint: lines, at least one of each, and stdout is empty. Status 3 alone comes
// with a result, and so does verify.
func status(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: status N program args...")
	}
	want, err := strconv.Atoi(args[0])
	ts.Check(err)
	got := 0
	var exit *exec.ExitError
	if err := ts.Exec(args[1], args[2:]...); errors.As(err, &exit) {
		got = exit.ExitCode()
	} else {
		ts.Check(err)
	}
	if got != want {
		ts.Fatalf("exit status %d, want %d", got, want)
	}
	if got == 0 {
		return
	}
	if out := ts.ReadFile("stdout"); out != "" && got != exitConflict && args[2] != "verify" {
		ts.Fatalf("a failure wrote to stdout: %.200q", out)
	}
	count := map[string]int{}
	for line := range strings.Lines(ts.ReadFile("stderr")) {
		head, _, _ := strings.Cut(line, " ")
		count[head]++
	}
	if count["error:"] == 0 || count["hint:"] == 0 || len(count) != 2 {
		ts.Fatalf("stderr is not error: and hint: lines alone, at least one of each")
	}
}

// isJSON checks that a file, or stdout, is one JSON value with a line end, and
// nothing else.
func isJSON(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 1 {
		ts.Fatalf("usage: json file")
	}
	text := ts.ReadFile(args[0])
	d := json.NewDecoder(strings.NewReader(text))
	var v any
	ts.Check(d.Decode(&v))
	if err := d.Decode(&v); err != io.EOF || !strings.HasSuffix(text, "}\n") {
		ts.Fatalf("more than one value, or no line end: %v", err)
	}
}

// full runs a program whose stdout is a disk without room.
func full(ts *testscript.TestScript, neg bool, args []string) {
	disk, err := os.OpenFile("/dev/full", os.O_WRONLY, 0)
	if err != nil {
		return // not on this system
	}
	defer disk.Close()
	var stderr bytes.Buffer
	cmd := exec.Command(args[0], args[1:]...)
	cmd.Env = append(os.Environ(), "PATH="+ts.Getenv("PATH"))
	if cmd.Path, err = exec.LookPath(args[0]); err != nil {
		for dir := range strings.SplitSeq(ts.Getenv("PATH"), string(os.PathListSeparator)) {
			if p := dir + "/" + args[0]; exists(p) {
				cmd.Path, cmd.Err = p, nil
				break
			}
		}
	}
	cmd.Dir, cmd.Stdout, cmd.Stderr = ts.MkAbs("."), disk, &stderr
	err = cmd.Run()
	if cmd.ProcessState == nil {
		ts.Fatalf("%v", err)
	}
	if cmd.ProcessState.ExitCode() != exitFailed || !strings.Contains(stderr.String(), "error: write /dev/stdout: no space left on device\nhint: ") {
		ts.Fatalf("exit status %d, stderr %s", cmd.ProcessState.ExitCode(), &stderr)
	}
}

func exists(name string) bool { _, err := os.Stat(name); return err == nil }

// Help of every verb lists its exit statuses and examples, and speaks of flags
// that are there.
func TestHelp(t *testing.T) {
	root := newRoot()
	root.InitDefaultHelpCmd()
	seen := 0
	for _, c := range root.Commands() {
		if c.Hidden {
			continue
		}
		seen++
		checkHelp(t, c)
		for _, sub := range c.Commands() {
			checkHelp(t, sub)
		}
	}
	if seen == 0 {
		t.Error("no verbs")
	}
	if !strings.Contains(root.Long, "holdshort demo") {
		t.Error("nobody is told where to start")
	}
}

func checkHelp(t *testing.T, c *cobra.Command) {
	t.Helper()
	name := strings.TrimPrefix(c.CommandPath(), "holdshort ")
	if c.Short == "" || strings.HasSuffix(c.Short, ".") || c.Short[0] < 'a' || c.Short[0] > 'z' {
		t.Errorf("%s: in short: %q", name, c.Short)
	}
	_, statuses, ok := strings.Cut(c.Long, "\n\nExit statuses:\n")
	if !ok {
		t.Errorf("%s: no exit statuses", name)
	}
	var listed []string
	for line := range strings.Lines(statuses) {
		if !strings.HasPrefix(line, "  ") || len(line) < 6 || line[2] < '0' || line[2] > '3' || line[3:5] != "  " {
			t.Errorf("%s: a line on exit statuses: %q", name, line)
			continue
		}
		listed = append(listed, line[2:3])
	}
	want := "0 1 2"
	switch name {
	case "check":
		want = "0 1 2 3"
	case "help", "schema", "completion":
		want = "0 2"
	}
	if got := strings.Join(listed, " "); got != want {
		t.Errorf("%s lists the exit statuses %s, want %s", name, got, want)
	}
	if !strings.Contains(c.Example, "holdshort "+name) {
		t.Errorf("%s: examples: %q", name, c.Example)
	}
	for line := range strings.Lines(c.Long) {
		if len([]rune(line)) > 81 {
			t.Errorf("%s: a line of %d: %s", name, len(line), line)
		}
	}
	// The examples parse: each flag in them is one of the verb's.
	for line := range strings.Lines(c.Example) {
		args, ok := strings.CutPrefix(strings.TrimSpace(line), "holdshort "+name)
		if !ok {
			continue
		}
		of, _, err := c.Find(strings.Fields(args))
		if err != nil {
			of = c
		}
		for word := range strings.FieldsSeq(args) {
			if flag, long := strings.CutPrefix(word, "--"); long && of.Flag(flag) == nil && of.InheritedFlags().Lookup(flag) == nil {
				t.Errorf("%s: the example %q has no flag %s", name, line, word)
			}
		}
	}
	var out bytes.Buffer
	if code := run(append([]string{"help"}, strings.Fields(name)...), nil, &out, &out); code != 0 || !strings.Contains(out.String(), "Exit statuses:") || !strings.Contains(out.String(), "Examples:") {
		t.Errorf("help %s: %d, %s", name, code, out.String())
	}
	var flag bytes.Buffer
	if code := run(append(strings.Fields(name), "--help"), nil, &flag, &flag); code != 0 || flag.String() != out.String() {
		t.Errorf("%s --help (%d) differs from help %s", name, code, name)
	}
}
