package main

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync/atomic"
	"time"

	"github.com/rogpeppe/go-internal/testscript"
)

// network is a server on this machine that behaves as those of open networks do,
// well and badly, each day otherwise. What it has is synthetic.
type network struct {
	*httptest.Server
	asked atomic.Int32
	files http.Handler // of dockets
}

// setNetwork gives a session a network, at $NETWORK, whose folder is $HOST.
func setNetwork(env *testscript.Env) error {
	n := &network{}
	n.Server = httptest.NewServer(http.HandlerFunc(n.serve))
	env.Defer(n.Close)
	env.Values["network"] = n
	env.Setenv("NETWORK", n.URL+"/globe_history")
	env.Setenv("HOST", "at-"+strings.ReplaceAll(strings.TrimPrefix(n.URL, "http://"), ":", "-"))
	if err := os.WriteFile(filepath.Join(env.WorkDir, "synthetic.tar"), daySwept(), 0o600); err != nil {
		return err
	}
	// Whatever asks elsewhere finds nobody.
	env.Setenv("HTTPS_PROXY", "http://127.0.0.1:1")
	return setDockets(env, n)
}

// asked checks how often the network was asked for something since the last
// time: asked N.
func asked(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 1 {
		ts.Fatalf("usage: asked N")
	}
	want, err := strconv.Atoi(args[0])
	ts.Check(err)
	if got := ts.Value("network").(*network).asked.Swap(0); int(got) != want {
		ts.Fatalf("the network was asked %d times, want %d", got, want)
	}
}

// await waits until the network has been asked for something.
func await(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 0 {
		ts.Fatalf("usage: await")
	}
	for range 1000 {
		if ts.Value("network").(*network).asked.Load() > 0 {
			return
		}
		time.Sleep(10 * time.Millisecond)
	}
	ts.Fatalf("the network was not asked for anything within 10 s")
}

func (n *network) serve(w http.ResponseWriter, r *http.Request) {
	times := n.asked.Add(1)
	if strings.HasPrefix(r.URL.Path, "/dockets/") {
		n.serveDocket(w, r)
		return
	}
	if r.URL.Path == "/globe_history/day.tar" {
		http.ServeContent(w, r, "day.tar", time.Time{}, bytes.NewReader(daySwept()))
		return
	}
	day, file, _ := strings.Cut(strings.TrimPrefix(r.URL.Path, "/globe_history/"), "/traces/")
	at, err := time.Parse("2006/01/02", day)
	w.Header().Set("Content-Type", "application/json")
	switch {
	case err != nil || file != "ef/trace_full_abcdef.json" && file != "1c/trace_full_a3dc1c.json":
		http.NotFound(w, r)
	case day == "2025/03/16":
		http.NotFound(w, r)
	case day == "2025/03/17": // a page in its place
		fmt.Fprint(w, "<!DOCTYPE html><title>Just a moment...</title>")
	case day == "2025/03/18": // another aircraft
		_, _ = w.Write(syntheticTrace("123456", at))
	case day == "2025/03/19": // another day
		_, _ = w.Write(syntheticTrace("abcdef", at.AddDate(0, 0, -1)))
	case day == "2025/03/20": // cut off, by the length that it declares
		b := syntheticTrace("abcdef", at)
		w.Header().Set("Content-Length", strconv.Itoa(len(b)))
		_, _ = w.Write(b[:len(b)/2])
	case day == "2025/03/21": // cut off, and not to be seen from the length
		b := syntheticTrace("abcdef", at)
		_, _ = w.Write(b[:len(b)-9])
	case day == "2025/03/22":
		http.Error(w, "no", http.StatusForbidden)
	case day == "2025/03/23" && times == 1:
		w.Header().Set("Retry-After", "1")
		http.Error(w, "later", http.StatusTooManyRequests)
	case day == "2025/03/25": // never done
		_, _ = w.Write(syntheticTrace("abcdef", at)[:20])
		w.(http.Flusher).Flush()
		<-r.Context().Done()
	case day == "2025/03/24":
		w.Header().Set("Content-Encoding", "gzip")
		fallthrough
	default:
		_, _ = w.Write(syntheticTrace(strings.TrimSuffix(file[len("ef/trace_full_"):], ".json"), at))
	}
}

// daySwept is the tar of a day with two aircraft, in which a third's trace is
// damaged.
func daySwept() []byte {
	var b bytes.Buffer
	z := tar.NewWriter(&b)
	day := time.Date(2025, 3, 15, 0, 0, 0, 0, time.UTC)
	for _, hex := range []string{"abcdef", "a3dc1c", "123456"} {
		body := syntheticTrace(hex, day)
		if hex == "123456" {
			body = body[:len(body)/2]
		}
		_ = z.WriteHeader(&tar.Header{Typeflag: tar.TypeReg, Name: "./traces/" + hex[4:] + "/trace_full_" + hex + ".json", Size: int64(len(body)), Mode: 0o644})
		_, _ = z.Write(body)
	}
	_ = z.Close()
	return b.Bytes()
}

// syntheticTrace is a gzip trace of a flight that was never flown, off
// Harlingen in the evening of a day.
func syntheticTrace(hex string, day time.Time) []byte {
	var out bytes.Buffer
	z := gzip.NewWriter(&out)
	fmt.Fprintf(z, `{"icao":%q,"timestamp":%d,"trace":[`, hex, day.Add(21*time.Hour+24*time.Minute).Unix())
	for i, p := range []string{
		`26.2285,-97.6544,"ground",5`, `26.2285,-97.6544,"ground",5`, `26.2285,-97.6544,"ground",10`,
		`26.2,-97.6,1500,210`, `26.19,-97.57,2500,250`, `26.18,-97.53,3500,280`,
	} {
		if i > 0 {
			fmt.Fprint(z, ",")
		}
		fmt.Fprintf(z, `[%d,%s,120,0,0,null,"adsb_icao",null,null,null,null]`, 30*i+i/3*30, p)
	}
	fmt.Fprint(z, "]}")
	_ = z.Close()
	return out.Bytes()
}
