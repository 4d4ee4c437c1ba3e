// Package trinotest starts a real Trino cluster on this machine's loopback, for
// tests alone. It has its own client, so that it depends on nothing that it tests.
package trinotest

import (
	"fmt"
	"io"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"
)

// Catalog is the catalog with the Hive connector.
const Catalog = "archive"

// Cluster is a coordinator and its workers.
type Cluster struct {
	// Dir is the folder that the cluster sees, as local:/// and what follows.
	Dir     string
	t       testing.TB
	home    string
	java    string
	port    int // of the coordinator
	workers []*node
}

type node struct {
	cmd  *exec.Cmd
	stop io.Closer
	dir  string
}

// Start starts a cluster with so many workers; without any, the coordinator does
// the work. The test ends it, and is skipped where there is no server to start.
func Start(t testing.TB, workers int) *Cluster {
	t.Helper()
	if testing.Short() {
		t.Skip("starts a Trino cluster")
	}
	c := &Cluster{Dir: filepath.Join(t.TempDir(), "files"), t: t, home: home(t), java: java(t), port: freePort(t)}
	if err := os.MkdirAll(c.Dir, 0o755); err != nil {
		t.Fatal(err)
	}
	nodes := []*node{c.start("coordinator", c.port, workers == 0)}
	for n := range workers {
		c.workers = append(c.workers, c.start(fmt.Sprintf("worker%d", n+1), freePort(t), true))
	}
	began := time.Now()
	for c.active() != workers+1 {
		if time.Since(began) > 4*time.Minute {
			t.Fatalf("the Trino cluster did not start: %s", logs(append(nodes, c.workers...)))
		}
		time.Sleep(200 * time.Millisecond)
	}
	t.Logf("a Trino cluster with %d workers started in %.0f s", workers, time.Since(began).Seconds())
	return c
}

// home is where the server is installed.
func home(t testing.TB) string {
	t.Helper()
	dir := os.Getenv("HOLDSHORT_TRINO")
	if dir == "" {
		cache, err := os.UserCacheDir()
		if err != nil {
			t.Skipf("SKIPPED: no Trino server: %v", err)
		}
		dir = filepath.Join(cache, "holdshort", "trino-476")
	}
	if _, err := os.Stat(filepath.Join(dir, "plugin", "hive")); err != nil {
		t.Skip("SKIPPED: no Trino server is installed; make tools, or archive/trino/testdata/trino.sh, installs it where Maven and a Java of version 24 are")
	}
	return dir
}

var javaVersion = regexp.MustCompile(`version "(\d+)`)

// java is a Java that runs the server.
func java(t testing.TB) string {
	t.Helper()
	names := []string{filepath.Join(os.Getenv("JAVA_HOME"), "bin", "java"), "java"}
	for _, pattern := range []string{"/usr/lib/jvm/*/bin/java", "/Library/Java/JavaVirtualMachines/*/Contents/Home/bin/java"} {
		found, _ := filepath.Glob(pattern)
		names = append(names, found...)
	}
	for _, name := range names {
		out, err := exec.Command(name, "-version").CombinedOutput()
		if m := javaVersion.FindSubmatch(out); err == nil && m != nil {
			if n, _ := strconv.Atoi(string(m[1])); n >= 24 {
				return name
			}
		}
	}
	t.Skip("SKIPPED: no Java of version 24 or later, which the Trino server needs, is installed")
	return ""
}

func freePort(t testing.TB) int {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	return l.Addr().(*net.TCPAddr).Port
}

// start starts a node. Its clock's zone is not UTC, so that a test sees where times
// depend on it.
func (c *Cluster) start(name string, port int, works bool) *node {
	c.t.Helper()
	dir := filepath.Join(filepath.Dir(c.Dir), name)
	c.configure(name, dir, port, works)
	args := []string{"-c", `"$@" >log 2>&1 & cat >/dev/null; kill -9 $!`, "sh", c.java, "-Xmx900M", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Duser.timezone=America/New_York",
		"-Dnode.environment=test", "-Dnode.id=" + name, "-Dnode.data-dir=" + dir + "/data", "-Dconfig=" + dir + "/etc/config.properties", "-Dcatalog.config-dir=" + dir + "/etc/catalog",
		"--add-opens=java.base/java.nio=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow", "--enable-native-access=ALL-UNNAMED", "--add-modules=jdk.incubator.vector",
		"-cp", filepath.Join(c.home, "lib", "*"), "io.trino.server.TrinoServer"}
	n := &node{cmd: exec.Command("sh", args...), dir: dir}
	n.cmd.Dir = dir
	in, err := n.cmd.StdinPipe() // when it closes, even since the test was killed, the server ends
	if err == nil {
		n.stop, err = in, n.cmd.Start()
	}
	if err != nil {
		c.t.Fatal(err)
	}
	c.t.Cleanup(n.end)
	return n
}

func (n *node) end() {
	n.stop.Close()
	_ = n.cmd.Wait()
}

// configure writes what a node reads when it starts.
func (c *Cluster) configure(name, dir string, port int, works bool) {
	c.t.Helper()
	for _, sub := range []string{"etc/catalog", "data"} {
		if err := os.MkdirAll(filepath.Join(dir, sub), 0o755); err != nil {
			c.t.Fatal(err)
		}
	}
	for _, link := range []string{"plugin", "secrets-plugin"} {
		if err := os.Symlink(filepath.Join(c.home, link), filepath.Join(dir, link)); err != nil {
			c.t.Fatal(err)
		}
	}
	config := []string{"coordinator=" + strconv.FormatBool(port == c.port), fmt.Sprintf("http-server.http.port=%d", port), fmt.Sprintf("discovery.uri=http://127.0.0.1:%d", c.port),
		"node.internal-address=127.0.0.1", "query.max-memory=1GB", "query.max-memory-per-node=400MB", "memory.heap-headroom-per-node=200MB",
		"query.remote-task.max-error-duration=10s", "exchange.max-error-duration=10s"}
	if port == c.port {
		config = append(config, "catalog.management=static", "node-scheduler.include-coordinator="+strconv.FormatBool(works))
	}
	for file, lines := range map[string][]string{
		"etc/config.properties": config,
		"etc/catalog/" + Catalog + ".properties": {"connector.name=hive", "hive.metastore=file", "hive.metastore.catalog.dir=local:///metastore",
			"fs.native-local.enabled=true", "local.location=" + c.Dir, "hive.non-managed-table-writes-enabled=true"},
	} {
		if err := os.WriteFile(filepath.Join(dir, file), []byte(strings.Join(lines, "\n")+"\n"), 0o644); err != nil {
			c.t.Fatal(err)
		}
	}
}

// Address is that of a schema, for the program.
func (c *Cluster) Address(schema string) string {
	return fmt.Sprintf("trino://test@127.0.0.1:%d/%s/%s", c.port, Catalog, schema)
}

// Kill kills a worker at once, as if its machine had lost its power.
func (c *Cluster) Kill(worker int) { c.workers[worker].end() }

func logs(nodes []*node) string {
	var out strings.Builder
	for _, n := range nodes {
		b, _ := os.ReadFile(filepath.Join(n.dir, "log"))
		fmt.Fprintf(&out, "%s: %s\n", filepath.Base(n.dir), b[max(0, len(b)-2000):])
	}
	return out.String()
}
