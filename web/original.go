package web

import (
	"bytes"
	"fmt"
	"net/http"
	"net/url"
	"path"
	"strconv"
	"strings"

	"github.com/holdshort/holdshort/ledger"
	"github.com/holdshort/holdshort/vault"
)

// mostOriginal is how many bytes an original may have to be shown.
const mostOriginal = 64 << 20

// original is the bytes that were kept, and whether and how they are shown.
type original struct {
	Name    string
	Address string // on the origin of originals; empty where it is not given out
	Frame   bool   // a browser shows it without running anything
	Why     string // why it is not given out
}

// shownTypes are what a browser is told that an original is, by the end of its
// name. Anything else is only saved.
var shownTypes = map[string]string{
	".txt": "text/plain; charset=utf-8", ".md": "text/plain; charset=utf-8", ".json": "text/plain; charset=utf-8", ".csv": "text/plain; charset=utf-8",
	".xml": "text/plain; charset=utf-8", ".eml": "text/plain; charset=utf-8", ".html": "text/html; charset=utf-8", ".htm": "text/html; charset=utf-8",
	".png": "image/png", ".jpg": "image/jpeg", ".jpeg": "image/jpeg", ".gif": "image/gif", ".webp": "image/webp",
}

// originalsAt are the bytes of an entry.
func (q *asked) originalsAt(v *vault.Case, p uint64) []original {
	o := v.Entry(p)
	if o.Item == nil {
		return nil
	}
	var out []original
	for i, b := range o.Item.Blobs {
		x := original{Name: b.Name, Why: withheld(v.Class(p), b, p)}
		if q.s.originals == "" && x.Why == "" {
			x.Why = "originals are shown by holdshort serve, on an address of their own"
		}
		if x.Why == "" {
			x.Address = q.s.originals + "/" + q.s.key + "/" + url.PathEscape(q.m.name) + "/" + strconv.FormatUint(p, 10) + "/" + strconv.Itoa(i)
			x.Frame = shownTypes[strings.ToLower(path.Ext(b.Name))] != ""
		}
		out = append(out, x)
	}
	return out
}

// withheld is why bytes are not shown to whoever can reach the server. To take
// out what is encrypted or restricted is an act that is sealed, and a page seals
// nothing.
func withheld(class ledger.Class, b ledger.Blob, p uint64) string {
	open := fmt.Sprintf("holdshort open CASE %d -o FILE takes it out, and seals that it was", p)
	switch {
	case b.Cipher != nil:
		return "kept encrypted; " + open
	case class != ledger.Unmarked && class != ledger.Public:
		return "of class " + string(class) + "; " + open
	case b.Bytes > mostOriginal:
		return fmt.Sprintf("it has %d bytes, too many to show; %s", b.Bytes, open)
	}
	return ""
}

// Originals answers requests for kept bytes, on an origin of its own: what
// somebody else wrote must not be a page of ours. Its addresses cannot be
// guessed.
func (s *Server) Originals() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /{key}/{case}/{position}/{n}", func(w http.ResponseWriter, r *http.Request) {
		a, err := s.original(r)
		if err != nil {
			p := s.problemOf(err)
			http.Error(w, p.msg, p.status)
			return
		}
		a.write(w, r)
	})
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h.Set("Content-Security-Policy", "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-ancestors "+strings.Join(s.origins(), " "))
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("Referrer-Policy", "no-referrer")
		h.Set("Cross-Origin-Resource-Policy", "same-site")
		h.Set("Cross-Origin-Opener-Policy", "same-origin")
		if r.Host != strings.TrimPrefix(s.originals, "http://") {
			http.Error(w, "no name of this server", http.StatusMisdirectedRequest)
			return
		}
		mux.ServeHTTP(w, r)
	})
}

// original is the bytes of one blob, compared with what was sealed before the
// first of them is given out.
func (s *Server) original(r *http.Request) (*answer, error) {
	none := refuse(http.StatusNotFound, "", "no original is here")
	if r.PathValue("key") != s.key {
		return nil, none
	}
	m := s.named(r.PathValue("case"))
	p, err := strconv.ParseUint(r.PathValue("position"), 10, 63)
	n, err2 := strconv.Atoi(r.PathValue("n"))
	if m == nil || err != nil || err2 != nil {
		return nil, none
	}
	v, err := (&asked{m: m}).vault()
	if err != nil {
		return nil, none
	}
	if p >= uint64(v.Len()) || v.Entry(p).Item == nil || n < 0 || n >= len(v.Entry(p).Item.Blobs) {
		return nil, none
	}
	b := v.Entry(p).Item.Blobs[n]
	if why := withheld(v.Class(p), b, p); why != "" {
		return nil, refuse(http.StatusForbidden, "", "%s", why)
	}
	var got bytes.Buffer
	if err := v.Plain(&got, b); err != nil {
		return nil, refuse(http.StatusInternalServerError, "", "the bytes cannot be shown: %s", err)
	}
	a := &answer{kind: shownTypes[strings.ToLower(path.Ext(b.Name))], body: got.Bytes()}
	if a.kind == "" {
		a.kind, a.file = "application/octet-stream", "original-"+b.SHA256[:12]
	}
	return a, nil
}
