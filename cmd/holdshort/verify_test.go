package main

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/holdshort/holdshort"
	"github.com/holdshort/holdshort/exhibit"
	"github.com/holdshort/holdshort/internal/toylog"
	"github.com/holdshort/holdshort/ledger"
	"github.com/holdshort/holdshort/sealed"
	"github.com/holdshort/holdshort/verify"
)

// program runs the program and gives its exit status and what it wrote.
func program(args ...string) (int, string, string) {
	var out, errs bytes.Buffer
	code := run(args, nil, &out, &errs)
	return code, out.String(), errs.String()
}

// sealTo writes a sealed exhibit of a synthetic chain.
func sealTo(t *testing.T, name string, c *toylog.Chain) {
	t.Helper()
	var b bytes.Buffer
	in := c.Input(ledger.Public, verify.Basic)
	in.Derive = derive
	if _, err := sealed.Write(&b, in); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(name, b.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
}

func TestVerify(t *testing.T) {
	dir := t.TempDir()
	at := func(name string) string { return filepath.Join(dir, name) }
	l := toylog.NewLog("example.org/toy", "command line")
	c := toylog.Sample(l)
	sealTo(t, at("one.zip"), c)
	fork := toylog.Sample(toylog.NewLog("example.org/toy", "command line"))
	fork.Keep("", ledger.Public, []byte("told to the other side (synthetic)\n"))
	sealTo(t, at("other.zip"), fork)
	c.Keep("", ledger.Public, []byte("told to this side (synthetic)\n"))
	sealTo(t, at("two.zip"), c)
	put := func(name, text string) {
		if err := os.WriteFile(at(name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	put("policy", "name court-2026\nlog "+l.Key.VKey+"\nquorum none\n")
	put("bad-policy", "name x\n")
	put("proof", string(c.Proof(7)))
	put("paper", string(toylog.Paper))
	put("checkpoint", string(l.Checkpoint()))
	b, err := os.ReadFile(at("one.zip"))
	if err != nil {
		t.Fatal(err)
	}
	put("cut.zip", string(b[:len(b)-1]))
	put("huge", strings.Repeat("x", maxCheckpoint+1))
	key := l.Key.VKey
	for _, x := range []struct {
		args      []string
		exit      int
		out, errs string
	}{
		{[]string{at("one.zip"), "--log-key", key}, 0, "Result: everything that is here passes", ""},
		{[]string{at("one.zip"), "--policy", at("policy")}, 0, "under the policy court-2026", ""},
		{[]string{at("one.zip")}, 2, "--log-key '" + key + "'", "is intact and below the policy at: 4 checkpoint\nhint: "},
		{[]string{at("one.zip"), "--log-key", key, "--known", at("two.zip"), "--known", at("checkpoint")}, 0, "two.zip, log/checkpoint is of the same history", ""},
		{[]string{at("two.zip"), "--log-key", key, "--known", at("one.zip")}, 0, "one.zip, log/checkpoint is of the same history", ""},
		{[]string{at("two.zip"), "--log-key", key, "--known", at("other.zip")}, 1, "FORK: ", "fails at: 5 consistency, 9 chain"},
		{[]string{at("other.zip"), "--log-key", key, "--known", at("checkpoint")}, 1, "FORK: ", "fails at: 5 consistency"},
		{[]string{at("one.zip"), "--log-key", key, "--all"}, 0, "position 3, by the vault's clock", ""},
		{[]string{at("cut.zip"), "--log-key", key}, 1, "fail   1 container", "fails at: 1 container\nhint: "},
		{[]string{at("policy")}, 1, "byte 0: this is no zip", "fails at: 1 container"},
		{[]string{at("none.zip")}, 1, "", "no such file"},
		{[]string{dir}, 1, "", "is not a file\nhint: "},
		{[]string{}, 2, "", "expected a sealed exhibit, or a proof and a file, found 0 arguments\nhint: "},
		{[]string{at("one.zip"), "--policy", at("bad-policy")}, 2, "", "it has no quorum line"},
		{[]string{at("one.zip"), "--policy", at("none")}, 1, "", "no such file"},
		{[]string{at("one.zip"), "--log-key", "x"}, 2, "", "the log's key \"x\""},
		{[]string{at("one.zip"), "--known", at("cut.zip")}, 1, "", "cut.zip: byte "},
		{[]string{at("one.zip"), "--known", at("huge")}, 1, "", "neither an exhibit nor a checkpoint"},
		{[]string{at("proof"), at("paper"), "--log-key", key}, 0, `the file is "paper.txt"`, ""},
		{[]string{at("proof"), "--log-key", key}, 0, "pass   3 inclusion", ""},
		{[]string{at("proof"), at("policy"), "--log-key", key}, 1, "fail   2 bytes", "fails at: 2 bytes"},
		{[]string{at("proof"), at("none"), "--log-key", key}, 1, "", "no such file"},
		{[]string{at("one.zip"), at("paper")}, 2, "", "is no tlog-proof"},
		{[]string{at("one.zip"), "--known", at("policy")}, 2, "policy: it is not a signed note", ""},
	} {
		code, out, errs := program(append([]string{"verify"}, x.args...)...)
		if code != x.exit || !strings.Contains(out, x.out) || x.out == "" && out != "" || !strings.Contains(errs, x.errs) {
			t.Errorf("%v: exit %d, want %d\n%s\n%s", x.args, code, x.exit, out, errs)
		}
		if code == 0 && errs != "" || code != 0 && (!strings.HasPrefix(errs, "error: ") || !strings.Contains(errs, "\nhint: ")) {
			t.Errorf("%v: stderr %q", x.args, errs)
		}
	}
	code, out, _ := program("verify", at("one.zip"), "--log-key", key, "--json")
	var r verify.Report
	if err := json.Unmarshal([]byte(out), &r); err != nil || code != 0 || r.Result != verify.Pass || len(r.Checks) != 12 {
		t.Errorf("--json: %d, %v, %s", code, err, out)
	}
}

// What an exhibit holds is what the verbs write.
func TestDerivedIsWhatVerbsWrite(t *testing.T) {
	dir := "template"
	c, err := holdshort.Load(os.DirFS(dir))
	if err != nil {
		t.Fatal(err)
	}
	files, _, err := exhibit.Derive(c)
	if err != nil {
		t.Fatal(err)
	}
	for i, args := range [][]string{{"find", dir, "--json"}, {"find", dir}, {"exhibit", dir, "-o", "-"}} {
		if code, out, errs := program(args...); code != 0 || out != string(files[i].Bytes) {
			t.Errorf("%v is not %s: %s", args, files[i].Name, errs)
		}
	}
	code, out, _ := program("explain", dir, "airborne/flight", "--json")
	var x struct{ Proofs []json.RawMessage }
	var all struct {
		Proofs []struct{ Proofs []json.RawMessage }
	}
	if err := json.Unmarshal([]byte(out), &x); err != nil || code != 0 {
		t.Fatal(err)
	}
	if err := json.Unmarshal(files[3].Bytes, &all); err != nil {
		t.Fatal(err)
	}
	var a, b bytes.Buffer
	if err := json.Compact(&a, x.Proofs[0]); err != nil {
		t.Fatal(err)
	}
	if err := json.Compact(&b, all.Proofs[0].Proofs[0]); err != nil {
		t.Fatal(err)
	}
	if a.String() != b.String() {
		t.Errorf("explain has the proof\n%s\nand proofs.json\n%s", &a, &b)
	}
}

// scriptFile is a file that a session begins with.
func scriptFile(t *testing.T, script, name string) []byte {
	t.Helper()
	b, err := os.ReadFile(filepath.Join("testdata/script", script))
	if err != nil {
		t.Fatal(err)
	}
	_, rest, ok := strings.Cut(string(b), "\n-- "+name+" --\n")
	if !ok {
		t.Fatalf("%s has no file %s", script, name)
	}
	text, _, _ := strings.Cut(rest, "\n-- ")
	return []byte(strings.TrimSuffix(text, "\n") + "\n")
}

// Tracks join the case as sealed as they do in its folder, wherever that lies.
func TestVerifyTracks(t *testing.T) {
	dir, other := t.TempDir(), t.TempDir()
	files := map[string][]byte{"case.yaml": scriptFile(t, "track.txt", "case/case.yaml"), "tracks/flight.csv": scriptFile(t, "track.txt", "case/tracks/flight.csv")}
	l := toylog.NewLog("example.org/toy", "tracks")
	c := toylog.NewChain(l, "synthetic, with a track")
	for _, folder := range []string{dir, other} {
		for name, b := range files {
			if err := os.MkdirAll(filepath.Dir(filepath.Join(folder, name)), 0o700); err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(filepath.Join(folder, name), b, 0o600); err != nil {
				t.Fatal(err)
			}
		}
	}
	for _, name := range []string{"case.yaml", "tracks/flight.csv"} {
		c.Change(name, files[name])
	}
	c.Release(ledger.Public, nil, "./")
	name := filepath.Join(dir, "x.zip")
	sealTo(t, name, c)
	if code, out, errs := program("verify", name, "--log-key", l.Key.VKey); code != 0 || !strings.Contains(out, "4 files derived again") {
		t.Errorf("%d\n%s\n%s", code, out, errs)
	}
	_, here, errs := program("find", dir, "--json")
	_, there, _ := program("find", other, "--json")
	_, page, _ := program("exhibit", dir, "-o", "-")
	if here != there || strings.Contains(page, dir) || !strings.Contains(page, "tracks/flight.csv") {
		t.Errorf("the folder of the case is in what is found: %s", errs)
	}
}

// A vault on disk: the same bytes each time, all of it verified with the log's key,
// and the classes as the vault itself has them.
func TestSealedFromVault(t *testing.T) {
	t.Setenv("XDG_CONFIG_HOME", t.TempDir())
	dir := t.TempDir()
	at := func(name string) string { return filepath.Join(dir, name) }
	must := func(args ...string) string {
		t.Helper()
		code, out, errs := program(args...)
		if code != 0 {
			t.Fatalf("%v: %d\n%s%s", args, code, out, errs)
		}
		return out
	}
	must("init", at("case"))
	for i, class := range []string{"public", "party-only", "sealed", "unmarked", "source-protecting", "unmarked"} {
		name := at("paper-" + string(rune('a'+i)))
		if err := os.WriteFile(name, []byte("synthetic "+name), 0o600); err != nil {
			t.Fatal(err)
		}
		must("keep", at("case"), name, "--class", class)
	}
	must("seal", at("case"))
	must("erase", at("case"), "4", "--by", "counsel", "--reason", "synthetic", "--authority", "nobody")
	must("release", at("case"), "2", "6", "--files", "*.yaml", "--class", "public", "--by", "counsel", "--why", "synthetic")
	must("release", at("case"), "6", "--class", "party-only", "--by", "counsel", "--why", "synthetic")
	f := &vaultFlags{}
	c, err := f.read(at("case"))
	if err != nil {
		t.Fatal(err)
	}
	for _, audience := range []ledger.Class{ledger.Public, ledger.PartyOnly, ledger.SealedClass, ledger.SourceProtecting} {
		in, err := sealedInput(c, audience, []byte(verify.Basic))
		if err != nil {
			t.Fatal(err)
		}
		var one, two bytes.Buffer
		made, err := sealed.Write(&one, in)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := sealed.Write(&two, in); err != nil || !bytes.Equal(one.Bytes(), two.Bytes()) {
			t.Errorf("%s: the same vault gives other bytes: %v", audience, err)
		}
		shown := map[uint64]bool{}
		for _, p := range made.Shown {
			shown[p] = true
		}
		for p := range uint64(c.Len()) {
			o := c.Entry(p)
			if k := o.Body.Kind; k != ledger.Keep && k != ledger.Change {
				continue
			}
			if want := o.Item != nil && c.Class(p).ShownTo(audience); shown[p] != want {
				t.Errorf("%s: position %d of class %s: shown is %v", audience, p, c.Class(p), shown[p])
			}
		}
		if err := os.WriteFile(at("x.zip"), one.Bytes(), 0o600); err != nil {
			t.Fatal(err)
		}
		must("verify", at("x.zip"), "--log-key", c.Log.Key)
	}
	must("prove", at("case"), "1", "-o", at("proof"))
	must("verify", at("proof"), at("paper-a"), "--log-key", c.Log.Key)
}
