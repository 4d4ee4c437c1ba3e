package web

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/holdshort/holdshort"
	"github.com/holdshort/holdshort/cases"
)

// newEditor writes the sample case to a folder, and is an editor of it.
func newEditor(t *testing.T) *editor {
	t.Helper()
	files, err := cases.Open("jgg-v-trump")
	if err != nil {
		t.Fatal(err)
	}
	dir := filepath.Join(t.TempDir(), "case")
	if err := os.CopyFS(dir, files); err != nil {
		t.Fatal(err)
	}
	return &editor{dir: dir, read: func(_ string, files fs.FS) (*Loaded, error) {
		c, err := holdshort.Load(files)
		return &Loaded{Case: c}, err
	}}
}

// readFolder reads a case as it stands.
func (e *editor) readFolder(dir string) (*Loaded, error) { return e.read(dir, os.DirFS(dir)) }

// asOpened is a change of a record as a form has it that was just opened.
func asOpened(t *testing.T, e *editor, list, id, was, now string) change {
	t.Helper()
	_, _, r, err := e.record(list, id)
	if err != nil {
		t.Fatal(err)
	}
	text := strings.Replace(r.Text, was, now, 1)
	if text == r.Text {
		t.Fatalf("%s %s has no %q:\n%s", list, id, was, r.Text)
	}
	return change{List: list, ID: id, Was: r.Text, Text: text, By: "clerk", Why: "a better source"}
}

// everything is all files of a folder as one text.
func everything(t *testing.T, dir string) string {
	t.Helper()
	var b strings.Builder
	err := fs.WalkDir(os.DirFS(dir), ".", func(name string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() || name == lockName {
			return err
		}
		text, err := os.ReadFile(filepath.Join(dir, name))
		fmt.Fprintf(&b, "== %s\n%s", name, text)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func TestEditAndUndo(t *testing.T) {
	e, ctx := newEditor(t), context.Background()
	before := everything(t, e.dir)
	ch := asOpened(t, e, "movements", "plane-1", "{at: 17:25 EDT, source: [S01]}", "{at: 17:27 EDT, source: [S01]}")
	ch.Dry = true
	shown, err := e.apply(ctx, ch)
	if err != nil || !strings.Contains(shown.Diff, "+          - {at: 17:27 EDT, source: [S01]}\n") {
		t.Fatalf("%v\n%s", err, shown.Diff)
	}
	if everything(t, e.dir) != before {
		t.Fatal("showing what would change has changed it")
	}
	ch.Dry = false
	done, err := e.apply(ctx, ch)
	if err != nil || done.Diff != shown.Diff || done.File != "movements/plane-1.yaml" {
		t.Fatalf("%v: what was done is not what was shown:\n%s", err, done.Diff)
	}
	if done.Case.Digest() == done.Before.Digest() {
		t.Error("the case is as it was")
	}
	if _, err := e.apply(ctx, change{List: ch.List, ID: ch.ID, Was: done.Text, Text: ch.Was, By: "clerk", Why: "taken back"}); err != nil {
		t.Fatal(err)
	}
	if everything(t, e.dir) != before {
		t.Error("a change taken back leaves a trace in the files")
	}
}

// Two who change one record: the second is shown what the first did, both where
// they touch other lines and where they touch the same.
func TestTwoEditors(t *testing.T) {
	e, ctx := newEditor(t), context.Background()
	first := asOpened(t, e, "movements", "plane-1", "{at: 17:25 EDT, source: [S01]}", "{at: 17:27 EDT, source: [S01]}")
	apart := asOpened(t, e, "movements", "plane-1", "name: GXA6143", "name: GXA 6143")
	same := asOpened(t, e, "movements", "plane-1", "{at: 17:25 EDT, source: [S01]}", "{at: 17:24 EDT, source: [S01]}")
	if _, err := e.apply(ctx, first); err != nil {
		t.Fatal(err)
	}
	var clash *clashError
	if _, err := e.apply(ctx, same); !errors.As(err, &clash) || clash.Clean || clash.Theirs != first.Text {
		t.Errorf("the same line changed twice: %v, %+v", err, clash)
	}
	if _, err := e.apply(ctx, apart); !errors.As(err, &clash) || !clash.Clean {
		t.Fatalf("other lines changed: %v, %+v", err, clash)
	}
	apart.Was, apart.Text = clash.Theirs, clash.Merged
	done, err := e.apply(ctx, apart)
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"name: GXA 6143", "17:27 EDT, source: [S01]"} {
		if !strings.Contains(done.Text, want) {
			t.Errorf("the merged record has no %q:\n%s", want, done.Text)
		}
	}
}

// Many at once, on records of one file and of several: every change is there in
// the end.
func TestManyEditors(t *testing.T) {
	e, ctx := newEditor(t), context.Background()
	other := &editor{dir: e.dir, read: e.read} // as another program would
	var ids []string
	c, err := holdshort.Load(os.DirFS(e.dir))
	if err != nil {
		t.Fatal(err)
	}
	for i := range c.Sources[:12] {
		ids = append(ids, string(c.Sources[i].ID))
	}
	var wg sync.WaitGroup
	for i, id := range ids {
		wg.Go(func() {
			ed := e
			if i%2 == 1 {
				ed = other
			}
			_, _, r, err := ed.record("sources", id)
			if err == nil {
				_, err = ed.apply(ctx, change{List: "sources", ID: id, Was: r.Text, Text: r.Text + "author: editor of " + id + "\n", By: "clerk", Why: "author"})
			}
			var bad *badCaseError
			if errors.As(err, &bad) { // it had an author
				_, err = ed.apply(ctx, change{List: "sources", ID: id, Was: r.Text, Text: strings.Replace(r.Text, "author: ", "author: editor of "+id+" ", 1), By: "clerk", Why: "author"})
			}
			if err != nil {
				t.Errorf("%s: %v", id, err)
			}
		})
	}
	wg.Wait()
	all := everything(t, e.dir)
	for _, id := range ids {
		if !strings.Contains(all, "author: editor of "+id) {
			t.Errorf("the change of %s is lost", id)
		}
	}
}

func TestAddRecord(t *testing.T) {
	e, ctx := newEditor(t), context.Background()
	ch := change{New: true, List: "events", ID: "fuel-stop", Text: "id: fuel-stop\nwhat: A fuel stop\ntimes:\n  - {at: '18:00 EDT on 15 March 2025', source: [S01]}\n", By: "clerk", Why: "missing"}
	done, err := e.apply(ctx, ch)
	if err != nil {
		t.Fatal(err)
	}
	if done.File != "movements/events.yaml" || done.Case.Event("fuel-stop") == nil || done.Line == 0 {
		t.Errorf("%s:%d", done.File, done.Line)
	}
	if _, err := e.apply(ctx, ch); err == nil || !strings.Contains(err.Error(), "already has") {
		t.Errorf("added twice: %v", err)
	}
}

func TestChangesRefused(t *testing.T) {
	e, ctx := newEditor(t), context.Background()
	before := everything(t, e.dir)
	_, _, r, err := e.record("movements", "plane-1")
	if err != nil {
		t.Fatal(err)
	}
	base := change{List: "movements", ID: "plane-1", Was: r.Text, Text: r.Text, By: "clerk", Why: "why"}
	for name, c := range map[string]struct {
		change func(*change)
		want   string
	}{
		"no reason":           {func(c *change) { c.Why = " " }, "who makes it and why"},
		"nobody":              {func(c *change) { c.By = "" }, "who makes it and why"},
		"an unknown field":    {func(c *change) { c.Text += "colour: blue\n" }, "unknown field"},
		"an unknown source":   {func(c *change) { c.Text = strings.ReplaceAll(c.Text, "[S01]", "[S999]") }, "S999"},
		"no YAML":             {func(c *change) { c.Text = "id: \"x" }, ""},
		"another list inside": {func(c *change) { c.Text = "id: x\n\n- id: y\n" }, ""},
		"a comment first":     {func(c *change) { c.Text = "# why\n" + c.Text }, "not one record"},
		"a hidden line end":   {func(c *change) { c.Text += "note: x\u0085  - id: evil\u0085    what: y\n" }, ""},
		"an unknown record":   {func(c *change) { c.ID = "plane-9" }, "no \"plane-9\""},
		"an unknown list":     {func(c *change) { c.List = "../../etc" }, "no \"plane-1\""},
		"a file outside":      {func(c *change) { c.New, c.ID, c.File = true, "n", "../out.yaml" }, "no file of the case"},
		"a file that is none": {func(c *change) { c.New, c.ID, c.File = true, "n", "vault/x.yaml" }, "no file of the case"},
	} {
		ch := base
		c.change(&ch)
		_, err := e.apply(ctx, ch)
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v; want %q", name, err, c.want)
		}
	}
	if everything(t, e.dir) != before {
		t.Error("a change that was refused has changed the files")
	}
}

// What another program has written meanwhile is not written over, and a private
// file stays private.
func TestOutsideChange(t *testing.T) {
	e, ctx := newEditor(t), context.Background()
	path := filepath.Join(e.dir, "movements", "plane-1.yaml")
	if err := os.Chmod(path, 0o600); err != nil {
		t.Fatal(err)
	}
	ch := asOpened(t, e, "movements", "plane-1", "name: GXA6143", "name: GXA 6143")
	if _, err := e.apply(ctx, ch); err != nil {
		t.Fatal(err)
	}
	if info, err := os.Stat(path); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("%v: a private file has become %v", err, info.Mode())
	}
	e.seal = func(string, string, string) (string, error) { // what seals takes its time
		return "", os.WriteFile(path, []byte("movements: []\n"), 0o600)
	}
	_, err := e.apply(ctx, asOpened(t, e, "movements", "plane-1", "name: GXA 6143", "name: GXA6143"))
	if b, _ := os.ReadFile(path); err == nil || string(b) != "movements: []\n" {
		t.Errorf("%v: written over:\n%s", err, b)
	}
}
