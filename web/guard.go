package web

import (
	"mime"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"slices"
	"strings"
)

// MaxBody is the most bytes that a request may bring.
const MaxBody = 8 << 20

// guard lets through what comes by a name of this server and from no other
// site, and says to the browser what a page may do: nothing but show itself.
func (s *Server) guard(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		s.headers(w.Header())
		if err := s.allowed(r); err != nil {
			s.fail(w, r, err)
			return
		}
		r.Body = http.MaxBytesReader(w, r.Body, MaxBody)
		next.ServeHTTP(w, r)
	})
}

// headers are those of every answer. Script and styles are files of our own; a
// page sends nothing anywhere, stands in no frame, and tells no one where a
// reader came from.
func (s *Server) headers(h http.Header) {
	frames := "'self'"
	if s.originals != "" {
		frames += " " + s.originals
	}
	h.Set("Content-Security-Policy", "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; connect-src 'self'; font-src 'self'; "+
		"form-action 'self'; frame-src "+frames+"; base-uri 'none'; frame-ancestors 'none'")
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("X-Frame-Options", "DENY")
	h.Set("Referrer-Policy", "no-referrer")
	h.Set("Cross-Origin-Opener-Policy", "same-origin")
	h.Set("Cross-Origin-Resource-Policy", "same-origin")
	h.Set("Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=()")
}

// allowed refuses a request that another site makes through somebody's browser,
// be it by a name that it lets point here.
func (s *Server) allowed(r *http.Request) error {
	if !s.isHost(r.Host) {
		return refuse(http.StatusMisdirectedRequest, "use the address that holdshort serve printed, or give the name with --host", "%q is no name of this server", r.Host)
	}
	switch site := r.Header.Get("Sec-Fetch-Site"); {
	case site == "cross-site" && r.Header.Get("Sec-Fetch-Mode") != "navigate":
		return refuse(http.StatusForbidden, "open the page itself", "another site asks for this")
	case r.Header.Get("Origin") != "" && !s.isOrigin(r.Header.Get("Origin")):
		return refuse(http.StatusForbidden, "open the page itself", "%q is another site", r.Header.Get("Origin"))
	}
	if r.Method != http.MethodPost {
		return nil
	}
	if r.ContentLength > MaxBody {
		return refuse(http.StatusRequestEntityTooLarge, "send less at once", "the request has %d bytes, and may have %d", r.ContentLength, MaxBody)
	}
	switch kind, _, err := mime.ParseMediaType(r.Header.Get("Content-Type")); {
	case r.Header.Get("Origin") == "":
		return refuse(http.StatusForbidden, "send it from the page", "a change says from which site it comes")
	case err != nil || kind != jsonType:
		return refuse(http.StatusBadRequest, "set Content-Type: application/json", "the request brings %q", r.Header.Get("Content-Type"))
	case r.Header.Get(tokenHeader) != s.token:
		return refuse(http.StatusForbidden, "load the page again: the server was started anew", "the request has no token of this server in %s", tokenHeader)
	}
	return nil
}

// tokenHeader carries what the page found in its meta element "token".
const tokenHeader = "Holdshort-Token"

// isHost reports whether the Host of a request names this server: a name given,
// or a loopback address that it listens on.
func (s *Server) isHost(host string) bool {
	name, port, err := net.SplitHostPort(host)
	if err != nil {
		name, port = strings.TrimSuffix(strings.TrimPrefix(host, "["), "]"), ""
	}
	name = strings.ToLower(strings.TrimSuffix(name, "."))
	if slices.Contains(s.names, name) || slices.Contains(s.names, strings.ToLower(host)) {
		return true
	}
	if port != s.port {
		return false
	}
	if name == "localhost" {
		return s.loopback
	}
	a, err := netip.ParseAddr(name)
	return err == nil && (a.Unmap() == s.addr || s.loopback && a.Unmap().IsLoopback())
}

func (s *Server) isOrigin(origin string) bool {
	u, err := url.Parse(origin)
	return err == nil && (u.Scheme == "http" || u.Scheme == "https") && u.Path == "" && s.isHost(u.Host)
}
