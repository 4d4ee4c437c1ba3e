package exhibit

import (
	"bytes"
	"encoding/xml"
	"io"
	"io/fs"
	"math"
	"net/url"
	"os"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/holdshort/holdshort"
	"github.com/holdshort/holdshort/finding"
	"github.com/holdshort/holdshort/span"
)

// pageCase is testdata/page with its text changed and files added.
func pageCase(t *testing.T, change func(string) string, more fstest.MapFS) *holdshort.Case {
	t.Helper()
	b, err := os.ReadFile("testdata/page/case.yaml")
	if err != nil {
		t.Fatal(err)
	}
	if change != nil {
		b = []byte(change(string(b)))
	}
	files := fstest.MapFS{"case.yaml": &fstest.MapFile{Data: b}}
	for name, f := range more {
		files[name] = f
	}
	return load(t, files)
}

func load(t *testing.T, files fs.FS) *holdshort.Case {
	t.Helper()
	c, err := holdshort.Load(files)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func pageOf(t *testing.T, c *holdshort.Case, zone string) string {
	t.Helper()
	loc, err := span.LoadZone(zone)
	if err != nil {
		t.Fatal(err)
	}
	e := finding.New(c)
	r, err := e.Report(finding.Options{})
	if err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	if err := HTML(&b, r, e.Timeline(), loc); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// pages are the page of the synthetic case seen in several ways.
func pages(t *testing.T) map[string]string {
	t.Helper()
	c := pageCase(t, nil, nil)
	conflict := fstest.MapFS{"conflict.yaml": &fstest.MapFile{Data: []byte(
		"sequences:\n  - {id: turned, in-order: [order.written.entered, order.oral.pronounced], why: a note has it so, source: W3}\n")}}
	small := load(t, fstest.MapFS{"case.yaml": &fstest.MapFile{Data: []byte(
		"case: {id: small, caption: In re Nothing, zone: UTC}\n")}})
	asOf, err := time.Parse(time.RFC3339, "2031-03-05T20:00:00Z")
	if err != nil {
		t.Fatal(err)
	}
	return map[string]string{
		"whole":    pageOf(t, c, "America/New_York"),
		"utc":      pageOf(t, c, "UTC"),
		"as of":    pageOf(t, c.As(span.FromTime(asOf)), "America/New_York"),
		"conflict": pageOf(t, pageCase(t, nil, conflict), "America/New_York"),
		"small":    pageOf(t, small, "UTC"),
	}
}

var voidTag = regexp.MustCompile(`<(br|meta)\b([^>]*)>`)

// elements calls f for each element of a page, which has to be well formed.
func elements(t *testing.T, page string, f func(xml.StartElement)) {
	t.Helper()
	d := xml.NewDecoder(strings.NewReader(voidTag.ReplaceAllString(page, "<$1$2/>")))
	for {
		tok, err := d.Token()
		if err == io.EOF {
			return
		}
		if err != nil {
			t.Fatalf("the page is not well formed: %v", err)
		}
		if e, ok := tok.(xml.StartElement); ok {
			f(e)
		}
	}
}

func TestPageHoldsTogether(t *testing.T) {
	for name, page := range pages(t) {
		t.Run(name, func(t *testing.T) {
			ids := map[string]bool{}
			var refs []string
			elements(t, page, func(e xml.StartElement) {
				if e.Name.Local == "script" || e.Name.Local == "link" || e.Name.Local == "img" || e.Name.Local == "iframe" {
					t.Errorf("the page has an element %q", e.Name.Local)
				}
				for _, a := range e.Attr {
					switch {
					case a.Name.Local == "id" && ids[a.Value]:
						t.Errorf("two elements have the id %q", a.Value)
					case a.Name.Local == "id":
						ids[a.Value] = true
					case a.Name.Local == "href" && !strings.HasPrefix(a.Value, "#"):
						t.Errorf("a link leads out of the page: %q", a.Value)
					case a.Name.Local == "href":
						refs = append(refs, a.Value[1:])
					case a.Name.Local == "src" || a.Name.Local == "style" || strings.HasPrefix(a.Name.Local, "on"):
						t.Errorf("the page has an attribute %s=%q", a.Name.Local, a.Value)
					case strings.HasPrefix(a.Name.Local, "aria-labelledby"):
						refs = append(refs, strings.Fields(a.Value)...)
					}
				}
			})
			for _, r := range refs {
				if id, err := url.PathUnescape(r); err != nil || !ids[id] {
					t.Errorf("nothing in the page has the id %q", r)
				}
			}
			if strings.Contains(page, "ZgotmplZ") {
				t.Error("the templates refused a value")
			}
		})
	}
}

var outside = regexp.MustCompile(`(?i)@import|url\(\s*['"]?[^#'")]|https?://[^<]*['"]?\s*\)`)

func TestStyleAsksForNothing(t *testing.T) {
	if m := outside.FindString(styleSheet); m != "" {
		t.Errorf("the style sheet asks for something outside the page: %q", m)
	}
}

func TestPageIsTheSameTwice(t *testing.T) {
	a, b := pages(t), pages(t)
	for name := range a {
		if a[name] != b[name] {
			t.Errorf("the page %q differs between two runs", name)
		}
	}
}

func TestPageEscapesForeignText(t *testing.T) {
	hostile := `<script>alert(1)</script></style></svg>"><b onload=x>`
	c := pageCase(t, func(s string) string {
		quoted := strconv.Quote(hostile)
		s = strings.Replace(s, "caption: Doe et al. v. Roe, Secretary of Example", "caption: "+quoted, 1)
		s = strings.Replace(s, `docket: "1:31-cv-00042"`, `docket: "*/ } @import url(//x); \\"`, 1)
		s = strings.Replace(s, "name: EX101", "name: "+quoted, 1)
		s = strings.Replace(s, "https://morning.example/night", "javascript:alert(1)", 1)
		return strings.Replace(s, "says: no visits", "says: "+quoted, 1)
	}, nil)
	page := pageOf(t, c, "America/New_York")
	elements(t, page, func(e xml.StartElement) {
		if e.Name.Local == "script" || e.Name.Local == "b" {
			t.Errorf("foreign text became an element %q", e.Name.Local)
		}
		for _, a := range e.Attr {
			if a.Name.Local == "href" && !strings.HasPrefix(a.Value, "#") {
				t.Errorf("foreign text became a link: %q", a.Value)
			}
		}
	})
	_, style, _ := strings.Cut(page, "<style>")
	style, _, _ = strings.Cut(style, "</style>")
	if strings.Contains(page, "<script") || outside.MatchString(style) {
		t.Error("foreign text reaches the page as it stands")
	}
	if !strings.Contains(page, "&lt;script&gt;alert(1)") {
		t.Error("the caption is not shown")
	}
}

// The page's own words take no side. Words of sources may.
func TestPageIsNeutral(t *testing.T) {
	loaded := regexp.MustCompile(`(?i)\b(violat\w*|lied|lying|illegal\w*|contempt\w*|defied|defiance|ignored|fled|clearly|obviously)\b`)
	for name, page := range pages(t) {
		if m := loaded.FindString(page); m != "" {
			t.Errorf("the page %q uses the word %q", name, m)
		}
	}
}

func TestPageShows(t *testing.T) {
	all := pages(t)
	for _, want := range []struct {
		page, text string
		has        bool
	}{
		{"whole", "not in this form", true},
		{"whole", "set aside: the hearing had not resumed", true},
		{"whole", "they miss by", false},
		{"whole", "CONFLICT", false},
		{"conflict", "they miss by", true},
		{"conflict", "CONFLICT", true},
		{"as of", "what was on record at 5 Mar 2031 15:00 EST", true},
		{"as of", "not certainly out by the time", true},
		{"utc", "Times shown in</dt><dd>UTC", true},
		{"small", "<svg", false},
	} {
		if strings.Contains(all[want.page], want.text) != want.has {
			t.Errorf("the page %q: has %q: %v, want %v", want.page, want.text, !want.has, want.has)
		}
	}
}

var variable = regexp.MustCompile(`--([a-z-]+): #([0-9a-f]{6});`)

// Text has the contrast that WCAG 2.2 asks for at level AA, light and dark.
func TestContrast(t *testing.T) {
	light, dark, ok := strings.Cut(styleSheet, "prefers-color-scheme: dark")
	if !ok {
		t.Fatal("the style sheet has no dark colours")
	}
	for mode, sheet := range map[string]string{"light": light, "dark": dark} {
		colour := map[string]float64{}
		for _, m := range variable.FindAllStringSubmatch(sheet, -1) {
			colour[m[1]] = luminance(t, m[2])
		}
		for _, pair := range [][2]string{{"ink", "paper"}, {"ink", "tint"}, {"soft", "paper"}, {"soft", "tint"}, {"link", "paper"}, {"link", "tint"}} {
			a, b := colour[pair[0]]+0.05, colour[pair[1]]+0.05
			if ratio := max(a, b) / min(a, b); ratio < 4.5 {
				t.Errorf("%s: %s on %s has a contrast of %.2f, less than 4.5", mode, pair[0], pair[1], ratio)
			}
		}
	}
}

// luminance is the relative luminance of a colour as WCAG 2.2 defines it.
func luminance(t *testing.T, hex string) float64 {
	sum := 0.0
	for i, weight := range []float64{0.2126, 0.7152, 0.0722} {
		n, err := strconv.ParseUint(hex[2*i:2*i+2], 16, 8)
		if err != nil {
			t.Fatal(err)
		}
		c := float64(n) / 255
		if c <= 0.04045 {
			c /= 12.92
		} else {
			c = math.Pow((c+0.055)/1.055, 2.4)
		}
		sum += weight * c
	}
	return sum
}
