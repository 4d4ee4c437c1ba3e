package web

import (
	"crypto/rand"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"net"
	"net/http"
	"net/netip"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
)

// Options say what a Server shows, and to whom.
type Options struct {
	Dir   string   // the folder of a case, or one with folders of cases in it
	Load  Load     // reads a case
	Names []string // names by which it may be asked for besides its address, as a Host header has them

	// Read reads the case in a folder from other files than its own, so that a
	// change can be looked at before it is made. Where it is nil nothing can be
	// changed.
	Read func(dir string, files fs.FS) (*Loaded, error)
	// Seal seals what was changed in a folder, and says how; nil to seal nothing.
	Seal func(dir, by, why string) (string, error)

	// Log, if not nil, is told what went wrong on this side.
	Log func(what string)
}

// Server shows cases. Its address must be given with Listening before it is
// asked for anything. It is safe for many requests at once.
type Server struct {
	matters []*matter // by name
	names   []string
	log     func(string)
	token   string // of this run, for changes

	addr     netip.Addr // listened on
	port     string
	loopback bool

	originals string // the origin of kept originals, or empty
	key       string // begins the addresses of originals, so that nobody guesses one

	assets  assets
	waiting chan struct{} // one for each who waits for changes
	done    chan struct{} // closed by Close
	close   sync.Once
}

var hostName = regexp.MustCompile(`^[0-9A-Za-z]([-.0-9A-Za-z]*[0-9A-Za-z])?(:[0-9]{1,5})?$`)

// ErrName is the error of a name in Options that no host has.
var ErrName = errors.New("no name of a host, with or without a port")

// New prepares to show the case, or the cases, in a folder. Its error is
// ErrNoCase where there is none, and ErrName for a name that is none. Cases are loaded when they are asked for.
func New(o Options) (*Server, error) {
	dirs, err := foldersOf(o.Dir)
	if err != nil {
		return nil, err
	}
	s := &Server{log: o.Log, token: random(), key: random(), waiting: make(chan struct{}, mostWaiting), done: make(chan struct{})}
	if s.log == nil {
		s.log = func(string) {}
	}
	for _, n := range o.Names {
		if !hostName.MatchString(n) {
			return nil, fmt.Errorf("%q is %w", n, ErrName)
		}
		s.names = append(s.names, strings.ToLower(n))
	}
	for _, dir := range dirs {
		s.matters = append(s.matters, &matter{name: filepath.Base(dir), folder: folder{dir: dir}, load: o.Load,
			editor: editor{dir: dir, read: o.Read, seal: o.Seal}})
	}
	s.assets, err = loadAssets()
	return s, err
}

// random is a text that nobody guesses: 128 bits.
func random() string {
	b := make([]byte, 16)
	_, _ = rand.Read(b) // it never fails: the program ends first
	return hex.EncodeToString(b)
}

// Listening says on which address the server listens, and at which origin the
// kept originals are, such as "http://127.0.0.1:4321"; empty for nowhere.
func (s *Server) Listening(addr net.Addr, originals string) error {
	host, port, err := net.SplitHostPort(addr.String())
	if err != nil {
		return err
	}
	a, err := netip.ParseAddr(host)
	if err != nil {
		return fmt.Errorf("the address %s has no number: %w", addr, err)
	}
	s.addr, s.port, s.originals = a.Unmap(), port, originals
	s.loopback = s.addr.IsLoopback()
	return nil
}

// origins are those at which the pages are.
func (s *Server) origins() []string {
	hosts := []string{net.JoinHostPort(s.addr.String(), s.port)}
	if s.loopback {
		hosts = append(hosts, net.JoinHostPort("localhost", s.port))
	}
	var out []string
	for _, h := range append(hosts, s.names...) {
		out = append(out, "http://"+h)
	}
	for _, h := range s.names {
		out = append(out, "https://"+h)
	}
	return out
}

// named is the case that addresses name so, or nil.
func (s *Server) named(name string) *matter {
	for _, m := range s.matters {
		if m.name == name {
			return m
		}
	}
	return nil
}

// Check loads every case, and returns the error of the first that does not
// load.
func (s *Server) Check() error {
	for _, m := range s.matters {
		if _, err := m.load(m.folder.dir); err != nil {
			return err
		}
	}
	return nil
}

// One is the address, below the server's, of the only case, or "/" where there
// are several.
func (s *Server) One() string {
	if len(s.matters) != 1 {
		return "/"
	}
	return s.matters[0].href()
}

// Close ends what would otherwise go on, so that a server can shut down.
func (s *Server) Close() { s.close.Do(func() { close(s.done) }) }

// Handler answers requests for pages and for JSON.
func (s *Server) Handler() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /{$}", s.plain(s.list))
	mux.HandleFunc("GET /assets/{name}", s.plain(s.asset))
	mux.HandleFunc("GET /api/cases", s.plain(s.cases))
	mux.HandleFunc("GET /api/openapi.json", s.plain(s.openapi))
	for _, r := range s.routes() {
		mux.HandleFunc(r.pattern, s.about(r))
	}
	return s.guard(s.known(mux))
}

// plain answers what is about no case.
func (s *Server) plain(do func(*http.Request) (*answer, error)) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		a, err := do(r)
		if err != nil {
			s.fail(w, r, err)
			return
		}
		a.write(w, r)
	}
}

// known answers what the mux has no way for in the form of everything else.
func (s *Server) known(mux *http.ServeMux) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h, pattern := mux.Handler(r)
		if pattern != "" {
			mux.ServeHTTP(w, r)
			return
		}
		got := &unsent{header: http.Header{}}
		h.ServeHTTP(got, r)
		switch {
		case got.status == http.StatusMethodNotAllowed:
			w.Header().Set("Allow", got.header.Get("Allow"))
			s.fail(w, r, refuse(got.status, "use "+got.header.Get("Allow"), "%s is not for %q", r.Method, r.URL.Path))
		default:
			s.fail(w, r, refuse(http.StatusNotFound, "the list of cases is at /", "nothing is at %q", r.URL.Path))
		}
	})
}

// unsent takes the status and header of an answer, and drops the rest.
type unsent struct {
	header http.Header
	status int
}

func (u *unsent) Header() http.Header         { return u.header }
func (u *unsent) Write(b []byte) (int, error) { return len(b), nil }
func (u *unsent) WriteHeader(status int)      { u.status = status }
