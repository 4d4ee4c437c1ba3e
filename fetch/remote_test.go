package fetch

import (
	"bytes"
	"context"
	"crypto/sha256"
	"io"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"
)

// remoteServer serves a file in ranges, or misbehaves.
func remoteServer(t *testing.T, file []byte, bad string) string {
	t.Helper()
	n := 0
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		n++
		switch {
		case bad == "whole":
			w.Write(file)
			return
		case bad == "packed":
			w.Header().Set("Content-Encoding", "gzip")
		case bad == "changes":
			w.Header().Set("ETag", `"`+strings.Repeat("x", n)+`"`)
		case bad == "gone" && n > 1:
			http.NotFound(w, r)
			return
		}
		http.ServeContent(w, r, "day.tar", time.Time{}, bytes.NewReader(file))
	}))
	t.Cleanup(s.Close)
	return s.URL + "/day.tar"
}

// A file is read from any byte on, over several ranges, as it is.
func TestRemote(t *testing.T) {
	file := make([]byte, rangeSize+rangeSize/2+17)
	r := rand.New(rand.NewPCG(1, 1))
	for i := range file {
		file[i] = byte(r.Uint32())
	}
	c := New(Options{Interval: 1})
	x, err := c.Remote(context.Background(), remoteServer(t, file, ""))
	if err != nil || x.Size != int64(len(file)) {
		t.Fatalf("%+v, %v", x, err)
	}
	for _, from := range []int64{0, 5, rangeSize, int64(len(file)) - 1, int64(len(file))} {
		f, err := x.Open(from)
		if err != nil {
			t.Fatal(err)
		}
		if b, err := io.ReadAll(f); err != nil || sha256.Sum256(b) != sha256.Sum256(file[from:]) {
			t.Errorf("from %d: %d bytes, %v", from, len(b), err)
		}
		f.Close()
	}
}

// What a server does wrong is one clear error.
func TestRemoteRefuses(t *testing.T) {
	file := make([]byte, 1000)
	for bad, want := range map[string]string{"whole": "answered 200 to a range", "packed": "compresses", "changes": "changed while it was read", "gone": "answered 404"} {
		c := New(Options{Interval: 1, Tries: 1})
		x, err := c.Remote(context.Background(), remoteServer(t, file, bad))
		if err == nil {
			var f io.ReadCloser
			if f, err = x.Open(0); err == nil {
				_, err = io.ReadAll(f)
			}
		}
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v", bad, err)
		}
	}
}
