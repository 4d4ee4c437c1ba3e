package browser

import (
	"bufio"
	"bytes"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// vector is an exhibit, good or altered, and what the program's checks say of it.
type vector struct {
	File, Kind, Name string
	Known            []string
	Status           []string
}

// vectors makes the vectors of package verify in a folder.
func vectors(t *testing.T) (dir string, all []vector) {
	t.Helper()
	dir = t.TempDir()
	out, err := exec.Command("go", "test", "github.com/holdshort/holdshort/verify", "-count=1", "-run", "^TestVectors$", "-vectors", dir).CombinedOutput()
	if err != nil {
		t.Fatalf("make the vectors: %v\n%s", err, out)
	}
	b, err := os.ReadFile(filepath.Join(dir, "vectors.json"))
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(b, &all); err != nil {
		t.Fatal(err)
	}
	return dir, all
}

// program finds a program, or skips the test loudly.
func program(t *testing.T, name string) string {
	t.Helper()
	p, err := exec.LookPath(name)
	if err != nil {
		t.Skipf("NOT RUN: there is no %s on this machine", name)
	}
	return p
}

// apart says why the page may say something else than the program of a check.
func apart(v vector, check int) string {
	switch {
	case len(v.Known) > 0 && (check == 5 || check == 9):
		return "the page is given one exhibit, and no other to compare it with"
	case check == 1 && (v.Name == "caption" || v.Kind == "a stale file of the case" && v.Name == "case.yaml"):
		return "the page does not read the case's files, and so not its caption"
	}
	return ""
}

// The two verifiers, which share no code, agree on every vector and every check
// that the page makes.
func TestVerifiersAgree(t *testing.T) {
	node := program(t, "node")
	dir, all := vectors(t)
	byFile := map[string]vector{}
	for _, v := range all {
		byFile[v.File] = v
	}
	out, err := exec.Command(node, "testdata/agree.mjs", "verify.html", dir).Output()
	if err != nil {
		t.Fatalf("run the page's script: %v", err)
	}
	seen, compared, elsewhere, excused := 0, 0, 0, 0
	for s := bufio.NewScanner(bytes.NewReader(out)); s.Scan(); seen++ {
		var got struct {
			File   string
			Status []string
		}
		if err := json.Unmarshal(s.Bytes(), &got); err != nil || len(got.Status) != 12 {
			t.Fatalf("%v: %.200s", err, s.Text())
		}
		v := byFile[got.File]
		for i, says := range got.Status {
			switch {
			case says == "elsewhere":
				elsewhere++
			case says != v.Status[i] && apart(v, i+1) != "":
				excused++
			case says != v.Status[i]:
				t.Errorf("%s (%s, %s): check %d: the page says %s and the program %s", v.File, v.Kind, v.Name, i+1, says, v.Status[i])
			default:
				compared++
			}
		}
	}
	if seen != len(all) || compared < 1000 || excused > 20 {
		t.Errorf("%d of %d vectors, %d statuses alike, %d excused", seen, len(all), compared, excused)
	}
	t.Logf("%d vectors: %d statuses alike, %d checks that the page does not make, %d that differ for a stated reason", seen, compared, elsewhere, excused)
}

// A real browser opens the page from a file, and says of a good exhibit and of an
// altered one what it should.
func TestInABrowser(t *testing.T) {
	chromium := program(t, "chromium")
	dir, all := vectors(t)
	wanted := map[string]string{"good": "What this page can check is intact", "a field of exhibit.json": "This exhibit is not whole, or was altered"}
	for _, v := range all {
		want, ok := wanted[v.Kind]
		if !ok || v.Name == "caption" {
			continue
		}
		delete(wanted, v.Kind)
		b, err := os.ReadFile(filepath.Join(dir, v.File))
		if err != nil {
			t.Fatal(err)
		}
		page := filepath.Join(dir, "page.html")
		if err := os.WriteFile(page, withFile(b), 0o644); err != nil {
			t.Fatal(err)
		}
		cmd := exec.Command(chromium, "--headless", "--no-sandbox", "--disable-gpu", "--virtual-time-budget=20000", "--dump-dom", "file://"+page)
		cmd.WaitDelay = 5 * time.Second
		out, err := cmd.Output()
		if err != nil {
			t.Fatalf("run the browser: %v", err)
		}
		_, said, _ := strings.Cut(string(out), ` id="verdict">`)
		if said, _, _ = strings.Cut(said, "</p>"); !strings.Contains(said, want) {
			t.Errorf("%s (%s, %s): the page says %q, and not %q", v.File, v.Kind, v.Name, said, want)
		}
	}
	if len(wanted) > 0 {
		t.Errorf("no vector of the kinds %v", wanted)
	}
}

// withFile is the page with an exhibit chosen in its own input.
func withFile(b []byte) []byte {
	return append(bytes.Clone(Page), fmt.Appendf(nil, `<script>
document.addEventListener("DOMContentLoaded", () => {
  const bytes = Uint8Array.from(atob(%q), (c) => c.charCodeAt(0)), chosen = new DataTransfer();
  chosen.items.add(new File([bytes], "exhibit.zip"));
  const input = document.querySelector("input[type=file]");
  input.files = chosen.files;
  input.dispatchEvent(new Event("change", { bubbles: true }));
});
</script>`, base64.StdEncoding.EncodeToString(b))...)
}

// The page is one of those that are known, and a changed one is not.
func TestKnows(t *testing.T) {
	if !Knows(Page) {
		t.Error("the page is not in the list of those shipped: add its digest")
	}
	if Knows(append(bytes.Clone(Page), ' ')) {
		t.Error("a changed page is known")
	}
	if bytes.Contains(Page, []byte("http://")) || bytes.Contains(Page, []byte("https://")) || !bytes.Contains(Page, []byte("default-src 'none'")) {
		t.Error("the page names an address, or does not forbid itself to ask")
	}
}
