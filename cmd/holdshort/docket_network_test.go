package main

import (
	"fmt"
	"net"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/rogpeppe/go-internal/testscript"
)

// setDockets gives a session a court and a mirror, at $COURT, which serve what lies
// in the folder served, and an address for webhooks, $HOOK, where nobody listens
// yet.
func setDockets(env *testscript.Env, n *network) error {
	n.files = http.StripPrefix("/dockets/", http.FileServer(http.Dir(env.WorkDir+"/served")))
	env.Setenv("COURT", n.URL+"/dockets")
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return err
	}
	env.Setenv("HOOK", l.Addr().String())
	return l.Close()
}

// serveDocket serves a file. The mirror wants a token.
func (n *network) serveDocket(w http.ResponseWriter, r *http.Request) {
	if strings.HasPrefix(r.URL.Path, "/dockets/api/") && r.Header.Get("Authorization") != "Token open-sesame" {
		http.Error(w, "no", http.StatusForbidden)
		return
	}
	n.files.ServeHTTP(w, r)
}

// post sends a file until somebody listens, and checks the status of the answer:
// post STATUS ADDRESS FILE.
func post(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 3 {
		ts.Fatalf("usage: post status address file")
	}
	want, err := strconv.Atoi(args[0])
	ts.Check(err)
	for range 500 {
		var q *http.Request
		q, err = http.NewRequest(http.MethodPost, args[1], strings.NewReader(ts.ReadFile(args[2])))
		ts.Check(err)
		q.Header.Set("Idempotency-Key", "key of "+args[2])
		var resp *http.Response
		if resp, err = (&http.Transport{}).RoundTrip(q); err != nil {
			time.Sleep(10 * time.Millisecond)
			continue
		}
		_ = resp.Body.Close()
		if resp.StatusCode != want {
			ts.Fatalf("status %d, want %d", resp.StatusCode, want)
		}
		return
	}
	ts.Fatalf("nobody listened within 5 s: %v", err)
}

// until waits until a file holds a text: until FILE TEXT.
func until(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: until file text")
	}
	for range 500 {
		if exists(ts.MkAbs(args[0])) && strings.Contains(ts.ReadFile(args[0]), args[1]) {
			return
		}
		time.Sleep(10 * time.Millisecond)
	}
	ts.Fatalf("%s", fmt.Sprintf("%s did not hold %q within 5 s", args[0], args[1]))
}
