package witness

import (
	"bytes"
	"context"
	"crypto/ed25519"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"

	"github.com/holdshort/holdshort/ledger"
)

// Everything here is synthetic.

// tree is a log in memory, that can be forked by copying it.
type tree struct {
	hashes []tlog.Hash
	size   int64
	signer note.Signer
	key    note.Verifier
}

func newTree(t testing.TB, origin string) *tree {
	t.Helper()
	skey, vkey, err := note.GenerateKey(rand.Reader, origin)
	if err != nil {
		t.Fatal(err)
	}
	signer, err := note.NewSigner(skey)
	if err != nil {
		t.Fatal(err)
	}
	key, err := note.NewVerifier(vkey)
	if err != nil {
		t.Fatal(err)
	}
	return &tree{signer: signer, key: key}
}

func (l *tree) fork() *tree {
	other := *l
	other.hashes = slices.Clone(l.hashes)
	return &other
}

func (l *tree) ReadHashes(indexes []int64) ([]tlog.Hash, error) {
	out := make([]tlog.Hash, len(indexes))
	for i, x := range indexes {
		if x >= int64(len(l.hashes)) {
			return nil, fmt.Errorf("no hash %d", x)
		}
		out[i] = l.hashes[x]
	}
	return out, nil
}

// grow adds n leaves that say what.
func (l *tree) grow(t testing.TB, n int, what string) {
	t.Helper()
	for range n {
		hs, err := tlog.StoredHashes(l.size, fmt.Appendf(nil, "%s %d", what, l.size), l)
		if err != nil {
			t.Fatal(err)
		}
		l.hashes = append(l.hashes, hs...)
		l.size++
	}
}

func (l *tree) checkpoint(t testing.TB, size int64) ledger.Checkpoint {
	t.Helper()
	c := ledger.Checkpoint{Origin: l.key.Name(), Size: uint64(size), Root: emptyRoot}
	if size > 0 {
		root, err := tlog.TreeHash(size, l)
		if err != nil {
			t.Fatal(err)
		}
		c.Root = ledger.Hash(root)
	}
	return c
}

func (l *tree) signed(t testing.TB, size int64) []byte {
	t.Helper()
	b, err := note.Sign(&note.Note{Text: l.checkpoint(t, size).Body()}, l.signer)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func (l *tree) prove(from, to uint64) ([]tlog.Hash, error) {
	if from == 0 || from == to {
		return nil, nil
	}
	return tlog.ProveTree(int64(to), int64(from), l)
}

// request is a request that an honest log would send.
func (l *tree) request(t testing.TB, old, size int64) message {
	t.Helper()
	p, err := l.prove(uint64(old), uint64(size))
	if err != nil {
		t.Fatal(err)
	}
	return message{uint64(old), p, l.signed(t, size)}
}

const clock = 1773614760

// newWitness is a witness of the logs, and its key.
func newWitness(t testing.TB, dir, name string, logs ...*tree) (*Witness, *ledger.CosignVerifier) {
	t.Helper()
	_, key, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	skey, vkey, err := ledger.NewCosignKey(name, key)
	if err != nil {
		t.Fatal(err)
	}
	c, err := ledger.NewCosigner(skey, func() uint64 { return clock })
	if err != nil {
		t.Fatal(err)
	}
	v, err := ledger.NewCosignVerifier(vkey)
	if err != nil {
		t.Fatal(err)
	}
	var keys []note.Verifier
	for _, l := range logs {
		keys = append(keys, l.key)
	}
	w, err := New(c, keys, dir)
	if err != nil {
		t.Fatal(err)
	}
	return w, v
}

// reply is what a server answers.
type reply struct {
	status     int
	kind, body string
}

func post(t testing.TB, h http.Handler, method, path string, body []byte) reply {
	t.Helper()
	s := httptest.NewServer(h)
	defer s.Close()
	req, err := http.NewRequest(method, s.URL+path, bytes.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	resp, err := s.Client().Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	b, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatal(err)
	}
	return reply{resp.StatusCode, resp.Header.Get("Content-Type"), string(b)}
}

// Each status of the protocol, in one life of a witness.
func TestStatuses(t *testing.T) {
	l, unknown := newTree(t, "log.invalid/a"), newTree(t, "log.invalid/b")
	l.grow(t, 20, "leaf")
	unknown.grow(t, 5, "leaf")
	impostor := l.fork()
	impostor.signer = newTree(t, "log.invalid/a").signer
	w, key := newWitness(t, t.TempDir(), "w.invalid/1", l)
	forked := l.fork()
	forked.hashes, forked.size = nil, 0
	forked.grow(t, 20, "other")
	wrong := l.request(t, 7, 20)
	wrong.proof[1][0] ^= 1
	short := l.request(t, 7, 20)
	short.proof = short.proof[1:]
	long := l.request(t, 7, 20)
	for len(long.proof) <= mostProof {
		long.proof = append(long.proof, tlog.Hash{})
	}
	tooMuch := l.request(t, 0, 7)
	tooMuch.proof = []tlog.Hash{{}}
	later := l.request(t, 7, 7)
	later.old = 8
	text := func(m message) string { return string(m.bytes()) }
	for _, c := range []struct {
		name, body string
		status     int
		says       string
	}{
		{"not a request", "hello", 400, "empty line"},
		{"no old size", strings.Replace(text(l.request(t, 0, 7)), "old 0", "size 0", 1), 400, "the first line"},
		{"a size of its own", strings.Replace(text(l.request(t, 0, 7)), "old 0", "old 00", 1), 400, "the first line"},
		{"a proof in hexadecimal", strings.Replace(text(l.request(t, 0, 7)), "old 0\n", "old 0\nabcdef\n", 1), 400, "not a hash"},
		{"64 hashes", text(long), 400, "64 lines"},
		{"not signed", "old 0\n\n" + l.checkpoint(t, 7).Body(), 400, "not a signed note"},
		{"not a checkpoint", "old 0\n\nhello\n\n— x AAAA\n", 400, "not a checkpoint"},
		{"another log", text(unknown.request(t, 0, 5)), 404, `"log.invalid/b" is not known`},
		{"another key", text(impostor.request(t, 0, 7)), 403, "no key known"},
		{"altered", strings.Replace(text(l.request(t, 0, 7)), "\n7\n", "\n8\n", 1), 403, "no key known"},
		{"old above new", text(later), 400, "above"},
		{"a proof from nothing", text(tooMuch), 422, "none is needed"},
		{"from a size never cosigned", text(l.request(t, 3, 7)), 409, "0\n"},
		{"first", text(l.request(t, 0, 7)), 200, "— w.invalid/1 "},
		{"again", text(l.request(t, 7, 7)), 200, "— w.invalid/1 "},
		{"from nothing again", text(l.request(t, 0, 20)), 409, "7\n"},
		{"a wrong proof", text(wrong), 422, "did not grow"},
		{"a short proof", text(short), 422, "did not grow"},
		{"a fork of more", text(forked.request(t, 7, 20)), 422, "did not grow"},
		{"a fork of as much", text(forked.request(t, 7, 7)), 409, "7\n"},
		{"grown", text(l.request(t, 7, 20)), 200, "— w.invalid/1 "},
		{"rolled back", text(l.request(t, 7, 7)), 409, "20\n"},
	} {
		r := post(t, w, http.MethodPost, addPath, []byte(c.body))
		if r.status != c.status || !strings.Contains(r.body, c.says) || (r.kind == sizeType) != (r.status == 409) || r.status == 409 && r.body != c.says {
			t.Errorf("%s: %d %s %q; want %d %q", c.name, r.status, r.kind, r.body, c.status, c.says)
		}
		if r.status != 200 {
			continue
		}
		_, signed, _ := strings.Cut(c.body, "\n\n")
		n, err := note.Open([]byte(signed+r.body), note.VerifierList(key))
		if err != nil {
			t.Errorf("%s: %v", c.name, err)
			continue
		}
		if at, err := ledger.CosignedAt(n.Sigs[0]); err != nil || at != clock*1000 {
			t.Errorf("%s: cosigned at %v, %v", c.name, at, err)
		}
	}
	if r := post(t, w, http.MethodGet, addPath, nil); r.status != 405 {
		t.Errorf("GET: %v", r)
	}
	if r := post(t, w, http.MethodPost, "/", nil); r.status != 404 {
		t.Errorf("another address: %v", r)
	}
	if r := post(t, w, http.MethodPost, addPath, make([]byte, mostBody+1)); r.status != 413 {
		t.Errorf("a long body: %v", r)
	}
}

// An extension line, of a log that is not ours, is cosigned as it stands.
func TestExtensionLines(t *testing.T) {
	l := newTree(t, "log.invalid/a")
	l.grow(t, 3, "leaf")
	w, key := newWitness(t, t.TempDir(), "w.invalid/1", l)
	signed, err := note.Sign(&note.Note{Text: l.checkpoint(t, 3).Body() + "more\n"}, l.signer)
	if err != nil {
		t.Fatal(err)
	}
	line, err := w.Add(message{0, nil, signed}.bytes())
	if err != nil {
		t.Fatal(err)
	}
	if n, err := note.Open(append(signed, line...), note.VerifierList(key)); err != nil || !strings.HasSuffix(n.Text, "\nmore\n") {
		t.Error(err)
	}
	if signed, err = note.Sign(&note.Note{Text: l.checkpoint(t, 3).Body() + "\nmore\n"}, l.signer); err != nil {
		t.Fatal(err)
	}
	if line, err := w.Add(message{3, nil, signed}.bytes()); err == nil {
		t.Errorf("an empty line: %s", line)
	}
}

// What a witness has cosigned it knows after it was started again; what cannot be
// read is no reason to begin afresh.
func TestState(t *testing.T) {
	dir := t.TempDir()
	l := newTree(t, "log.invalid/../a")
	l.grow(t, 9, "leaf")
	w, _ := newWitness(t, dir, "w.invalid/1", l)
	if _, err := w.Add(l.request(t, 0, 5).bytes()); err != nil {
		t.Fatal(err)
	}
	w, _ = newWitness(t, dir, "w.invalid/1", l)
	var r *refusal
	if _, err := w.Add(l.request(t, 0, 9).bytes()); !errors.As(err, &r) || r.status != 409 || r.size != 5 {
		t.Errorf("%v", err)
	}
	if _, err := w.Add(l.request(t, 5, 9).bytes()); err != nil {
		t.Error(err)
	}
	names, err := os.ReadDir(dir)
	if err != nil || len(names) != 1 {
		t.Fatalf("%v, %v", names, err)
	}
	file := dir + "/" + names[0].Name()
	whole, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	for name, b := range map[string][]byte{"empty": nil, "cut": whole[:20], "altered": bytes.Replace(whole, []byte("\n9\n"), []byte("\n4\n"), 1)} {
		if err := os.WriteFile(file, b, 0o600); err != nil {
			t.Fatal(err)
		}
		if _, err := New(w.cosigner, []note.Verifier{l.key}, dir); err == nil || !strings.Contains(err.Error(), names[0].Name()) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// Where the state cannot be written, nothing is cosigned and nothing is told but
// that.
func TestStateLost(t *testing.T) {
	dir := t.TempDir()
	l := newTree(t, "log.invalid/a")
	l.grow(t, 9, "leaf")
	w, _ := newWitness(t, dir, "w.invalid/1", l)
	if _, err := w.Add(l.request(t, 0, 5).bytes()); err != nil {
		t.Fatal(err)
	}
	if err := os.RemoveAll(dir); err != nil {
		t.Fatal(err)
	}
	if r := post(t, w, http.MethodPost, addPath, l.request(t, 5, 9).bytes()); r.status != 500 || strings.Contains(r.body, dir) || strings.Contains(r.body, "—") {
		t.Errorf("%v", r)
	}
}

// Many at once go on from one size: one goes on, and no two of one size with
// different roots are ever cosigned.
func TestRace(t *testing.T) {
	l := newTree(t, "log.invalid/a")
	l.grow(t, 4, "leaf")
	w, _ := newWitness(t, t.TempDir(), "w.invalid/1", l)
	if _, err := w.Add(l.request(t, 0, 4).bytes()); err != nil {
		t.Fatal(err)
	}
	var won atomic.Int32
	var all sync.WaitGroup
	for i := range 16 {
		fork := l.fork()
		fork.grow(t, 3, fmt.Sprint("history ", i))
		body := fork.request(t, 4, 7).bytes()
		all.Go(func() {
			if _, err := w.Add(body); err == nil {
				won.Add(1)
			}
		})
	}
	all.Wait()
	if won.Load() != 1 {
		t.Errorf("%d histories of 7 entries were cosigned", won.Load())
	}
}

// A client asks several, one of which knows more, one is new, one is silent, one
// lies, one leads elsewhere.
func TestAsk(t *testing.T) {
	l := newTree(t, "log.invalid/a")
	l.grow(t, 30, "leaf")
	ahead, k1 := newWitness(t, t.TempDir(), "w.invalid/1", l)
	fresh, k2 := newWitness(t, t.TempDir(), "w.invalid/2", l)
	if _, err := ahead.Add(l.request(t, 0, 11).bytes()); err != nil {
		t.Fatal(err)
	}
	_, silentKey := newWitness(t, t.TempDir(), "w.invalid/3")
	_, liarKey := newWitness(t, t.TempDir(), "w.invalid/4")
	done := make(chan struct{})
	silent := http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		select {
		case <-done:
		case <-r.Context().Done():
		}
	})
	elsewhere := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		http.Redirect(w, r, "https://elsewhere.invalid/", http.StatusTemporaryRedirect)
	})
	var peers []Peer
	for _, p := range []struct {
		h http.Handler
		k *ledger.CosignVerifier
	}{{ahead, k1}, {fresh, k2}, {silent, silentKey}, {fresh, liarKey}, {elsewhere, k1}} {
		s := httptest.NewServer(p.h)
		defer s.Close()
		peers = append(peers, Peer{URL: s.URL + "/", Key: p.k})
	}
	defer close(done) // before the servers are closed, which wait for it
	signed := l.signed(t, 30)
	start := time.Now()
	merged, answers, err := Client{Timeout: time.Second}.Ask(context.Background(), signed, peers, l.prove)
	if err != nil {
		t.Fatal(err)
	}
	if d := time.Since(start); d > 5*time.Second {
		t.Errorf("it took %s", d)
	}
	for i, want := range []string{"", "", "deadline exceeded", "not its cosignature", "answered 307"} {
		if got := answers[i].Err; (got == nil) != (want == "") || got != nil && !strings.Contains(got.Error(), want) {
			t.Errorf("peer %d: %v; want %q", i, got, want)
		}
	}
	n, err := note.Open(merged, note.VerifierList(l.key, k1, k2, liarKey))
	if err != nil || len(n.Sigs) != 3 || len(n.UnverifiedSigs) != 0 || !bytes.HasPrefix(merged, signed) {
		t.Errorf("%v\n%s", err, merged)
	}
	// Asked again, a newer cosignature takes the place of the older.
	again, _, err := Client{Timeout: time.Second}.Ask(context.Background(), merged, peers[:2], l.prove)
	if err != nil || bytes.Count(again, []byte("\n— ")) != 3 {
		t.Errorf("%v\n%s", err, again)
	}
	if _, _, err := (Client{}).Ask(context.Background(), []byte("hello"), peers, l.prove); err == nil {
		t.Error("a witness was asked for a cosignature of nothing")
	}
}

// A log whose operator keeps two histories under one key, and shows one to each
// side. Whoever asks an honest witness is found out, and so is whoever has both
// checkpoints.
func TestHostileOperator(t *testing.T) {
	truth := newTree(t, "log.invalid/a")
	truth.grow(t, 10, "leaf")
	lie := truth.fork()
	truth.grow(t, 10, "as it was")
	lie.grow(t, 15, "as told")
	w, key := newWitness(t, t.TempDir(), "w.invalid/1", truth)
	s := httptest.NewServer(w)
	defer s.Close()
	ask := func(l *tree, size int64) ([]byte, error) {
		signed, answers, err := Client{}.Ask(context.Background(), l.signed(t, size), []Peer{{URL: s.URL, Key: key}}, l.prove)
		if err != nil {
			t.Fatal(err)
		}
		return signed, answers[0].Err
	}
	cosigned := func(b []byte) bool {
		_, err := note.Open(b, note.VerifierList(key))
		return err == nil
	}
	if b, err := ask(truth, 20); err != nil || !cosigned(b) {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		log  *tree
		size int64
		fork bool // told as such; else the proof does not hold
	}{
		"another history of as much": {lie, 20, true},
		"another history of more":    {lie, 25, false},
		"rolled back":                {truth, 15, true},
	} {
		b, err := ask(c.log, c.size)
		var fork *ForkError
		if err == nil || cosigned(b) || errors.As(err, &fork) != c.fork {
			t.Errorf("%s: %v", name, err)
		}
	}

	// Without a witness, two checkpoints are enough.
	growth := func(l *tree, from, to int64) ledger.Growth {
		g := ledger.Growth{From: uint64(from), To: uint64(to)}
		p, err := l.prove(g.From, g.To)
		if err != nil {
			t.Fatal(err)
		}
		for _, h := range p {
			g.Proof = append(g.Proof, ledger.Hash(h).String())
		}
		return g
	}
	if err := growth(truth, 15, 20).Check(truth.checkpoint(t, 15), truth.checkpoint(t, 20)); err != nil {
		t.Error(err)
	}
	if err := growth(lie, 20, 25).Check(truth.checkpoint(t, 20), lie.checkpoint(t, 25)); err == nil {
		t.Error("one history grew into another")
	}
	if err := (ledger.Growth{}).Check(truth.checkpoint(t, 20), lie.checkpoint(t, 20)); err == nil || !strings.Contains(err.Error(), "two histories") {
		t.Error(err)
	}
	// The operator may take the proof from either history, or none.
	for _, p := range []ledger.Growth{growth(truth, 12, 20), growth(lie, 12, 20), {From: 12, To: 20}} {
		if err := p.Check(lie.checkpoint(t, 12), truth.checkpoint(t, 20)); err == nil {
			t.Error("one history grew into another")
		}
	}
}

func FuzzMessage(f *testing.F) {
	l := newTree(f, "log.invalid/a")
	l.grow(f, 9, "leaf")
	f.Add(l.request(f, 0, 5).bytes())
	f.Add(l.request(f, 5, 9).bytes())
	w, _ := newWitness(f, f.TempDir(), "w.invalid/1")
	f.Fuzz(func(t *testing.T, b []byte) {
		if m, err := parseMessage(b); err == nil && !bytes.Equal(m.bytes(), b) {
			t.Errorf("%q is written as %q", b, m.bytes())
		}
		if _, err := w.Add(b); err == nil {
			t.Error("a log that is not known was cosigned")
		}
	})
}

// Cosignatures that two askers got of one checkpoint at the same time are all kept,
// and of one witness the newer.
func TestMerge(t *testing.T) {
	text := "vault.example/log\n1\nAAAA\n"
	for _, x := range []struct{ a, b, want string }{
		{"— log AAAAAA==\n— w1 AAAAAQ==\n", "— log AAAAAA==\n— w2 AAAAAg==\n", "— w1 AAAAAQ==\n— log AAAAAA==\n— w2 AAAAAg==\n"},
		{"— w1 AAAAAQAA\n", "— w1 AAAAAQAB\n", "— w1 AAAAAQAB\n"},
		{"— w1 AAAAAQAA\n", "", "— w1 AAAAAQAA\n"},
	} {
		got, err := Merge([]byte(text+"\n"+x.a), []byte(text+"\n"+x.b))
		if err != nil || string(got) != text+"\n"+x.want {
			t.Errorf("%q and %q: %q, %v", x.a, x.b, got, err)
		}
	}
	for _, other := range []string{"", "vault.example/log\n2\nAAAA\n\n— w1 AAAAAQ==\n"} {
		if got, err := Merge([]byte(text+"\n— w1 AAAAAQ==\n"), []byte(other)); err == nil {
			t.Errorf("%q: %q", other, got)
		}
	}
}

// A log's operator cannot make a witness count for ever, and so hold it, with a size
// that no log has.
func TestHugeSize(t *testing.T) {
	l := newTree(t, "vault.invalid/synthetic")
	l.grow(t, 5, "leaf")
	w, _ := newWitness(t, t.TempDir(), "w.invalid", l)
	if _, err := w.Add(l.request(t, 0, 5).bytes()); err != nil {
		t.Fatal(err)
	}
	for _, size := range []uint64{1<<53 - 1, 1<<62 + 1, 1<<63 - 1} {
		c := ledger.Checkpoint{Origin: l.key.Name(), Size: size}
		signed, err := note.Sign(&note.Note{Text: c.Body()}, l.signer)
		if err != nil {
			t.Fatal(err)
		}
		done := make(chan error)
		go func() {
			_, err := w.Add(message{5, make([]tlog.Hash, mostProof), signed}.bytes())
			done <- err
		}()
		select {
		case err := <-done:
			want := http.StatusUnprocessableEntity
			if size > ledger.MaxSize {
				want = http.StatusBadRequest
			}
			var r *refusal
			if !errors.As(err, &r) || r.status != want {
				t.Errorf("size %d: %v", size, err)
			}
		case <-time.After(10 * time.Second):
			t.Fatalf("size %d: the witness counts for ever", size)
		}
	}
}

// A key that is listed twice is refused at the start. Which of both signed could
// not be told, and every request of the log would be answered 400.
func TestKeyTwice(t *testing.T) {
	l := newTree(t, "vault.invalid/synthetic")
	w, _ := newWitness(t, t.TempDir(), "w.invalid", l)
	if _, err := New(w.cosigner, []note.Verifier{l.key, l.key}, t.TempDir()); err == nil || !strings.Contains(err.Error(), "given twice") {
		t.Errorf("%v", err)
	}
}
