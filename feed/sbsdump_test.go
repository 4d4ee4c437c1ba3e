package feed

import (
	"bufio"
	"fmt"
	"net"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"

	"github.com/holdshort/holdshort/track"
)

// TestSBSOfDump1090 feeds recorded messages to the dump1090 that Debian ships
// and reads the SBS that it makes of them.
func TestSBSOfDump1090(t *testing.T) {
	tool, err := exec.LookPath("dump1090-mutability")
	if err != nil {
		t.Skip("dump1090-mutability is not installed: apt-get install dump1090-mutability")
	}
	recorded, err := os.ReadFile("../../shared/data/modes-raw/sample_data_adsb.csv")
	if err != nil {
		t.Skipf("recorded file is missing: %v", err)
	}
	raw, log := freePort(t), freePort(t)
	cmd := exec.Command(tool, "--net-only", "--quiet", "--net-bind-address", "127.0.0.1", "--net-ri-port", raw, "--net-sbs-port", log,
		"--net-ro-port", "0", "--net-bi-port", "0", "--net-bo-port", "0")
	cmd.Env = append(os.Environ(), "TZ=UTC")
	if err := cmd.Start(); err != nil {
		t.Skipf("dump1090-mutability does not start: %v", err)
	}
	defer func() {
		cmd.Process.Kill()
		cmd.Wait()
	}()
	out, in := dialSoon(t, log), dialSoon(t, raw)
	defer out.Close()
	defer in.Close()
	text := make(chan string)
	go func() { text <- linesUntilQuiet(out) }()
	for _, line := range strings.Split(string(recorded), "\n")[:300] {
		fmt.Fprintf(in, "*%s;\n", strings.Split(strings.ReplaceAll(line, `"`, ""), ",")[1])
		time.Sleep(2 * time.Millisecond)
	}
	made := <-text
	tracks, sum := readTable(t, made, Options{Zone: "UTC"})
	placed := 0
	for _, line := range strings.Split(made, "\n") {
		if f := strings.Split(line, ","); len(f) == sbsFields && f[sbsLat] != "" {
			placed++
		}
	}
	if sum.Format != "sbs" || len(tracks) != 1 || tracks[0].Address.String() != "406b90" || placed < 20 || len(tracks[0].Fixes) != placed {
		t.Fatalf("%d placed, %d tracks, %+v\n%.400s", placed, len(tracks), sum, made)
	}
	for _, f := range tracks[0].Fixes {
		if f.Pos.Lat < 45 || f.Pos.Lat > 60 || f.Pos.Lon < -10 || f.Pos.Lon > 20 || f.Alt.Datum != track.Pressure ||
			time.Since(f.At.Time()).Abs() > time.Hour {
			t.Fatalf("%+v", f)
		}
	}
}

func freePort(t *testing.T) string {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Skipf("no network: %v", err)
	}
	defer l.Close()
	_, port, _ := net.SplitHostPort(l.Addr().String())
	return port
}

func dialSoon(t *testing.T, port string) net.Conn {
	for range 50 {
		if c, err := net.Dial("tcp", "127.0.0.1:"+port); err == nil {
			return c
		}
		time.Sleep(50 * time.Millisecond)
	}
	t.Skip("dump1090-mutability does not answer")
	return nil
}

// linesUntilQuiet is what comes until nothing does for two seconds.
func linesUntilQuiet(c net.Conn) string {
	var b strings.Builder
	r := bufio.NewReader(c)
	for {
		c.SetReadDeadline(time.Now().Add(2 * time.Second))
		line, err := r.ReadString('\n')
		if err != nil {
			return b.String()
		}
		b.WriteString(line)
	}
}
