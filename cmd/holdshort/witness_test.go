package main

import (
	"bufio"
	"bytes"
	"context"
	"crypto/rand"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"

	"github.com/holdshort/holdshort/ledger"
)

// synthetic is a log on disk as a vault leaves it: key, checkpoint, tiles.
type synthetic struct {
	dir    string
	hashes []tlog.Hash
	size   int64
	signer note.Signer
	vkey   string
}

func (s *synthetic) ReadHashes(indexes []int64) ([]tlog.Hash, error) {
	out := make([]tlog.Hash, len(indexes))
	for i, x := range indexes {
		out[i] = s.hashes[x]
	}
	return out, nil
}

func newSynthetic(t *testing.T, dir string) *synthetic {
	t.Helper()
	skey, vkey, err := note.GenerateKey(rand.Reader, "vault.invalid/synthetic")
	if err != nil {
		t.Fatal(err)
	}
	s := &synthetic{dir: dir, vkey: vkey}
	if s.signer, err = note.NewSigner(skey); err != nil {
		t.Fatal(err)
	}
	s.write(t, "log/key", []byte(vkey+"\n"))
	s.write(t, "format", []byte("holdshort vault 2\n"))
	return s
}

func (s *synthetic) write(t *testing.T, name string, b []byte) {
	t.Helper()
	name = filepath.Join(s.dir, filepath.FromSlash(name))
	if err := os.MkdirAll(filepath.Dir(name), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(name, b, 0o600); err != nil {
		t.Fatal(err)
	}
}

// grow adds leaves, writes the tiles and signs.
func (s *synthetic) grow(t *testing.T, n int, what string) {
	t.Helper()
	was := s.size
	for range n {
		hs, err := tlog.StoredHashes(s.size, fmt.Appendf(nil, "%s %d", what, s.size), s)
		if err != nil {
			t.Fatal(err)
		}
		s.hashes = append(s.hashes, hs...)
		s.size++
	}
	for _, tile := range tlog.NewTiles(8, was, s.size) {
		b, err := tlog.ReadTileData(tile, s)
		if err != nil {
			t.Fatal(err)
		}
		s.write(t, "log/tile/"+strings.TrimPrefix(tile.Path(), "tile/8/"), b)
	}
	root, err := tlog.TreeHash(s.size, s)
	if err != nil {
		t.Fatal(err)
	}
	c := ledger.Checkpoint{Origin: s.signer.Name(), Size: uint64(s.size), Root: ledger.Hash(root)}
	b, err := note.Sign(&note.Note{Text: c.Body()}, s.signer)
	if err != nil {
		t.Fatal(err)
	}
	s.write(t, "log/checkpoint", b)
}

// typed is what the program does when this is typed.
func typed(args ...string) (code int, out, errs string) {
	var o, e bytes.Buffer
	code = run(args, nil, &o, &e)
	return code, o.String(), e.String()
}

// startWitness makes a key and runs "witness serve" until the test ends.
func startWitness(t *testing.T, dir, name, logs string) (vkey, url string) {
	t.Helper()
	key := filepath.Join(dir, name+".key")
	code, vkey, errs := typed("witness", "key", "--name", name+".invalid/w", "-o", key)
	if code != 0 {
		t.Fatal(errs)
	}
	if info, err := os.Stat(key); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("%v, %v", info.Mode(), err)
	}
	ctx, stop := context.WithCancel(context.Background())
	r, w := io.Pipe()
	root := newRoot()
	root.SetArgs([]string{"witness", "serve", "--key", key, "--logs", logs, "--addr", "127.0.0.1:0", "--state", filepath.Join(dir, name)})
	root.SetOut(w)
	done := make(chan error, 1)
	go func() {
		done <- root.ExecuteContext(ctx)
		w.Close()
	}()
	line, err := bufio.NewReader(r).ReadString('\n')
	if err != nil {
		t.Fatalf("%v, %v", err, <-done)
	}
	_, url, ok := strings.Cut(strings.TrimSpace(line), " at ")
	if !ok || !strings.HasPrefix(line, name+".invalid/w witnesses 1 logs at http://127.0.0.1:") {
		t.Errorf("%q", line)
	}
	t.Cleanup(func() {
		stop()
		if err := <-done; err != nil {
			t.Error(err)
		}
	})
	return strings.TrimSpace(vkey), url
}

// Two who asked at the same time both keep what they got: the one who writes last
// does not write over the other's.
func TestCosignedAtOnce(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "vault")
	log := newSynthetic(t, dir)
	log.grow(t, 3, "leaf")
	p, err := openPublished(dir)
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, name := range []string{"one.invalid/w", "two.invalid/w"} {
		skey, _, err := newWitnessKey(name)
		if err != nil {
			t.Fatal(err)
		}
		signer, err := ledger.NewCosigner(skey, func() uint64 { return 1773614760 })
		if err != nil {
			t.Fatal(err)
		}
		n := &note.Note{Text: p.Checkpoint.Body()}
		b, err := note.Sign(n, log.signer, signer) // from the same beginning
		if err != nil {
			t.Fatal(err)
		}
		if err := p.keepCosigned(t.Context(), b); err != nil {
			t.Fatal(err)
		}
		names = append(names, name)
	}
	got, _, err := p.cosigned()
	for _, name := range names {
		if err != nil || !strings.Contains(string(got), "— "+name+" ") {
			t.Errorf("the cosignature of %s is lost: %v\n%s", name, err, got)
		}
	}
}

// Of two who asked one authority at the same time, the first has both files: no
// question of one lies beside the answer to another.
func TestStampedAtOnce(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "vault")
	log := newSynthetic(t, dir)
	log.grow(t, 3, "leaf")
	p, err := openPublished(dir)
	if err != nil {
		t.Fatal(err)
	}
	name := filepath.Join(p.stampFolder(), "authority")
	if err := p.keepStamp(t.Context(), name, []byte("first question"), []byte("first answer")); err != nil {
		t.Fatal(err)
	}
	if err := p.keepStamp(t.Context(), name, []byte("second question"), []byte("second answer")); err == nil {
		t.Error("the second was kept too")
	}
	for end, want := range map[string]string{".tsq": "first question", ".tsr": "first answer"} {
		if b, err := os.ReadFile(name + end); err != nil || string(b) != want {
			t.Errorf("%s: %q, %v", end, b, err)
		}
	}
}

func TestWitnessVerbs(t *testing.T) {
	dir := t.TempDir()
	vault := filepath.Join(dir, "case", "vault")
	log := newSynthetic(t, vault)
	log.grow(t, 300, "leaf")
	logs := filepath.Join(dir, "logs.txt")
	if err := os.WriteFile(logs, []byte("# synthetic\n"+log.vkey+"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	v1, u1 := startWitness(t, dir, "one", logs)
	v2, u2 := startWitness(t, dir, "two", logs)
	ask := func(more ...string) (int, string, string) {
		return typed(append([]string{"witness", "ask", filepath.Join(dir, "case")}, more...)...)
	}
	cosigned := func(size string, vkeys ...string) {
		t.Helper()
		b, err := os.ReadFile(filepath.Join(vault, "private", "witnessed", size))
		if err != nil {
			t.Error(err)
			return
		}
		p := &ledger.Policy{}
		for _, v := range vkeys {
			p.Witnesses = append(p.Witnesses, ledger.Witness{Name: v, VKey: v})
		}
		if got, err := p.Cosigned(b); err != nil || len(got) != len(vkeys) {
			t.Errorf("of size %s: %v, %v", size, got, err)
		}
	}
	if code, out, errs := ask("--witness", v1+"="+u1); code != 0 || !strings.HasPrefix(out, "one.invalid/w cosigned 300 entries at 20") || errs != "" {
		t.Errorf("%d %s %s", code, out, errs)
	}
	cosigned("300", v1)
	// One witness, named twice, is asked nothing.
	for _, at := range []string{u1, u1 + "/", u2} {
		if code, out, errs := ask("--witness", v1+"="+u1, "--witness", v1+"="+at); code != 2 || out != "" || !strings.Contains(errs, "is named twice") {
			t.Errorf("%d %s %s", code, out, errs)
		}
	}
	// The other one adds to it; and then both cosign what has grown, over the
	// edge of a tile.
	if code, _, errs := ask("--witness", v2+"="+u2); code != 0 {
		t.Error(errs)
	}
	cosigned("300", v1, v2)
	log.grow(t, 270, "leaf")
	policy := filepath.Join(dir, "policy.txt")
	text := fmt.Sprintf("witness one %s %s\nwitness two %s %s/\ngroup both all one two\nquorum both\n", v1, u1, v2, u2)
	if err := os.WriteFile(policy, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	if code, out, errs := ask("--policy", policy, "--json"); code != 0 || strings.Count(out, `"at": "20`) != 2 || !strings.Contains(out, `"size": 570`) {
		t.Errorf("%d %s %s", code, out, errs)
	}
	cosigned("570", v1, v2)

	// A witness that is not there: what came is kept, and it is not enough.
	log.grow(t, 1, "leaf")
	if code, out, errs := ask("--witness", v1+"="+u1, "--witness", v2+"=http://127.0.0.1:1"); code != 1 || !strings.Contains(out, "one.invalid/w cosigned 571") || !strings.Contains(errs, "1 of 2 witnesses cosigned") {
		t.Errorf("%d %s %s", code, out, errs)
	}
	cosigned("571", v1)

	// The vault is put back to an old copy with another history.
	forged := &synthetic{dir: vault, signer: log.signer, vkey: log.vkey}
	forged.grow(t, 571, "another")
	if err := os.RemoveAll(filepath.Join(vault, "private")); err != nil {
		t.Fatal(err)
	}
	if code, out, errs := ask("--witness", v1+"="+u1); code != 1 || out != "" || !strings.Contains(errs, "the log was forked") || !strings.Contains(errs, "hint: this is how") || strings.Count(errs, "\n") != 2 {
		t.Errorf("%d %s %s", code, out, errs)
	}
	for _, bad := range [][]string{{}, {"--witness", "x"}, {"--witness", v1 + "=http:"}, {"--witness", v1 + "=" + u1, "--policy", policy}} {
		if code, out, errs := ask(bad...); code != 2 || out != "" || !strings.Contains(errs, "hint: ") {
			t.Errorf("%v: %d %s %s", bad, code, out, errs)
		}
	}
}

func TestWitnessUsage(t *testing.T) {
	dir := t.TempDir()
	key := filepath.Join(dir, "w.key")
	newSynthetic(t, filepath.Join(dir, "vault")).grow(t, 1, "leaf")
	for want, args := range map[string][]string{
		"--key was not given":         {"witness", "serve"},
		"--output was not given":      {"witness", "key", "--name", "x"},
		"holds a space":               {"witness", "key", "--name", "a b", "-o", key},
		`did you mean "serve"`:        {"witness", "srve"},
		"found 1":                     {"witness", "key", "x"},
		"no authority was named":      {"stamp", dir},
		"is not NAME=URL":             {"stamp", dir, "--authority", "../x=http://x"},
		"needs a checkpoint":          {"stamp", "--verify", "x"},
		"one case folder":             {"stamp"},
		"did you mean --authority":    {"stamp", dir, "--authorty", "x"},
		"expected no arguments":       {"stamp", "--verify", "x", "y"},
		"has nothing named":           {"help", "witness", "x"},
		"--state was not given":       {"witness", "serve", "--key", "x", "--logs", "y"},
		"expected one case folder, f": {"witness", "ask", "--witness", "x=http://y"},
	} {
		if code, out, errs := typed(args...); code != 2 || out != "" || !strings.Contains(errs, want) {
			t.Errorf("%v: %d %s %s; want %q", args, code, out, errs, want)
		}
	}
	if code, _, errs := typed("witness", "key", "--name", "x", "-o", key); code != 0 {
		t.Fatal(errs)
	}
	if code, out, errs := typed("witness", "key", "--name", "x", "-o", key); code != 1 || out != "" || !strings.Contains(errs, "file exists") {
		t.Errorf("a key was written over: %d %s %s", code, out, errs)
	}
}

// tsa is an authority that openssl runs, over HTTP.
func tsa(t *testing.T, dir string) *httptest.Server {
	t.Helper()
	if _, err := exec.LookPath("openssl"); err != nil {
		t.Skip("SKIPPED: openssl is not installed, so no authority stamps; make tools installs it")
	}
	conf := `
[tsa]
serial = ./serial
default_policy = 1.2.3.4.1
digests = sha256
signer_digest = sha256
ess_cert_id_alg = sha256
[req]
distinguished_name = dn
[dn]
[ca]
basicConstraints = critical, CA:TRUE
[tsacert]
basicConstraints = critical, CA:FALSE
extendedKeyUsage = critical, timeStamping
`
	if err := os.WriteFile(filepath.Join(dir, "tsa.cnf"), []byte(conf), 0o600); err != nil {
		t.Fatal(err)
	}
	openssl := func(args string) error {
		cmd := exec.Command("openssl", strings.Fields(args)...)
		cmd.Dir = dir
		out, err := cmd.CombinedOutput()
		if err != nil {
			err = fmt.Errorf("openssl %s: %w\n%s", args, err, out)
		}
		return err
	}
	for _, args := range []string{
		"req -config tsa.cnf -nodes -newkey ec -pkeyopt ec_paramgen_curve:P-256 -x509 -days 30 -subj /CN=root -extensions ca -keyout ca.key -out ca.pem",
		"req -config tsa.cnf -nodes -newkey ec -pkeyopt ec_paramgen_curve:P-256 -subj /CN=authority -keyout tsa.key -out tsa.csr",
		"x509 -req -in tsa.csr -CA ca.pem -CAkey ca.key -set_serial 7 -days 20 -extfile tsa.cnf -extensions tsacert -out tsa.pem",
	} {
		if err := openssl(args); err != nil {
			t.Fatal(err)
		}
	}
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		b, err := io.ReadAll(r.Body)
		if err != nil || r.Header.Get("Content-Type") != "application/timestamp-query" || r.URL.Path != "/tsr" {
			http.Error(w, "no", http.StatusBadRequest)
			return
		}
		if err := os.WriteFile(filepath.Join(dir, "q.tsq"), b, 0o600); err != nil {
			t.Error(err)
		}
		if err := openssl("ts -reply -config tsa.cnf -section tsa -queryfile q.tsq -signer tsa.pem -inkey tsa.key -out r.tsr"); err != nil {
			t.Error(err)
		}
		w.Header().Set("Content-Type", "application/timestamp-reply")
		http.ServeFile(w, r, filepath.Join(dir, "r.tsr"))
	}))
	t.Cleanup(s.Close)
	return s
}

func TestStampVerb(t *testing.T) {
	dir := t.TempDir()
	s := tsa(t, dir)
	vault := filepath.Join(dir, "case", "vault")
	log := newSynthetic(t, vault)
	log.grow(t, 12, "leaf")
	at := filepath.Join(vault, "private", "stamps", "12")
	code, out, errs := typed("stamp", filepath.Join(dir, "case"), "--authority", "local="+s.URL+"/tsr", "--authority", "wrong="+s.URL+"/x")
	if code != 1 || !strings.HasPrefix(out, "local stamped 12 entries: no later than 20") || !strings.Contains(out, "by CN=authority") || !strings.Contains(errs, "error: wrong: it answered 400") {
		t.Fatalf("%d %s %s", code, out, errs)
	}
	// openssl agrees on what was kept.
	body := filepath.Join(dir, "body")
	signed, err := os.ReadFile(filepath.Join(vault, "log", "checkpoint"))
	if err != nil {
		t.Fatal(err)
	}
	text, _, _ := bytes.Cut(signed, []byte("\n\n"))
	if err := os.WriteFile(body, append(text, '\n'), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, with := range [][]string{{"-data", body}, {"-queryfile", at + "/local.tsq"}} {
		cmd := exec.Command("openssl", append([]string{"ts", "-verify", "-in", at + "/local.tsr", "-CAfile", filepath.Join(dir, "ca.pem")}, with...)...)
		if out, err := cmd.CombinedOutput(); err != nil {
			t.Errorf("openssl: %s", out)
		}
	}
	verify := func(more ...string) (int, string, string) {
		return typed(append([]string{"stamp", "--verify", at + "/local.tsr", "--checkpoint", filepath.Join(vault, "log", "checkpoint")}, more...)...)
	}
	code, out, errs = verify("--root", filepath.Join(dir, "ca.pem"), "--request", at+"/local.tsq")
	if code != 0 || !strings.HasPrefix(out, "the checkpoint existed no later than 20") || !strings.Contains(out, "  root       CN=root\n") || !strings.Contains(out, "to 1s, not stated, so taken\n") {
		t.Errorf("%d %s %s", code, out, errs)
	}
	if code, out, errs := verify("--root", filepath.Join(dir, "ca.pem"), "--json"); code != 0 || !strings.Contains(out, `"accuracy_stated": false`) {
		t.Errorf("%d %s %s", code, out, errs)
	}
	if code, out, errs := verify("--root", filepath.Join(dir, "tsa.pem")); code != 1 || out != "" || !strings.Contains(errs, "itself a root") {
		t.Errorf("%d %s %s", code, out, errs)
	}
	// Asked again, the stamp that is there stays. Of a log that has grown, it is
	// of another checkpoint.
	if code, _, errs := typed("stamp", filepath.Join(dir, "case"), "--authority", "local="+s.URL+"/tsr"); code != 1 || !strings.Contains(errs, "is there already") {
		t.Errorf("%d %s", code, errs)
	}
	log.grow(t, 1, "leaf")
	if code, out, errs := typed("stamp", filepath.Join(dir, "case"), "--authority", "local="+s.URL+"/tsr", "--json"); code != 0 || !strings.Contains(out, `"size": 13`) || !strings.Contains(out, `"name": "local"`) {
		t.Errorf("%d %s %s", code, out, errs)
	}
	if code, out, errs := verify("--root", filepath.Join(dir, "ca.pem")); code != 1 || out != "" || !strings.Contains(errs, "of something else") {
		t.Errorf("%d %s %s", code, out, errs)
	}
}
