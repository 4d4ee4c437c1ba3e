package follow

import (
	"context"
	"crypto/sha256"
	"crypto/sha512"
	"crypto/subtle"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net"
	"net/http"
	"net/netip"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/holdshort/holdshort/cite"
	"github.com/holdshort/holdshort/fetch"
	"github.com/holdshort/holdshort/internal/durable"
)

// Bounds on what a Receiver takes in.
const (
	MaxMessage = 8 << 20 // bytes of a message
	maxKey     = 200     // bytes of an Idempotency-Key
	LeastPath  = 16      // bytes of a secret path, the first / included
)

// Receiver takes in what CourtListener sends by itself: a POST to a secret path
// from one of a few addresses. It answers 202 when the message is on disk, and
// reads nothing of it. Its messages bear no signature, so that who knows the path
// and can send from such an address can say what he likes.
//
// Everything else is answered 404, as if nothing were there.
type Receiver struct {
	Dir     string       // of the case
	Path    string       // secret
	From    []netip.Addr // who may send
	Proxies []netip.Addr // who may say, in X-Forwarded-For, for whom they send
	Now     func() time.Time

	// Tell, if not nil, is told of each request, in words without secrets.
	Tell func(what string)
	// Wake, if not nil, is sent to, without waiting, when a message is on disk.
	Wake chan<- struct{}

	mu   sync.Mutex
	have map[cite.Digest]bool // messages by key and content
}

// Check reports what is wrong with how a Receiver is set up, and reads which
// messages it has.
func (r *Receiver) Check() error {
	switch {
	case !strings.HasPrefix(r.Path, "/") || strings.ContainsAny(r.Path, "?#% "):
		return errors.New("the secret path does not begin with / or has one of ?#% or a space in it")
	case len(r.Path) < LeastPath:
		return fmt.Errorf("the secret path has less than %d bytes, and can be guessed", LeastPath)
	case len(r.From) == 0:
		return errors.New("no address is given that may send")
	}
	if r.Now == nil {
		r.Now = time.Now
	}
	r.have = map[cite.Digest]bool{}
	f := &Follower{opts: Options{Dir: r.Dir}}
	root := f.path(folder(hookName))
	return filepath.WalkDir(root, func(p string, e fs.DirEntry, err error) error {
		if errors.Is(err, fs.ErrNotExist) && p == root {
			return nil
		} else if err != nil || e.IsDir() || !strings.HasSuffix(p, receiptEnd) {
			return err
		}
		m, err := readReceipt(p)
		if err == nil {
			r.have[messageID(m.Key, m.Body.SHA256)] = true
		}
		return err
	})
}

// messageID is what makes two messages the same: key and content.
func messageID(key, digest string) cite.Digest { return cite.Sum([]byte(key + "\x00" + digest)) }

// Serve answers requests until ctx ends.
func (r *Receiver) Serve(ctx context.Context, l net.Listener) error {
	s := &http.Server{Handler: r, ReadTimeout: 10 * time.Second, WriteTimeout: 10 * time.Second, IdleTimeout: time.Minute, MaxHeaderBytes: 64 << 10}
	stop := context.AfterFunc(ctx, func() {
		ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), 5*time.Second)
		defer cancel()
		_ = s.Shutdown(ctx)
	})
	defer stop()
	if err := s.Serve(l); !errors.Is(err, http.ErrServerClosed) {
		return err
	}
	return nil
}

// Listen is a listener at an address of this machine.
func Listen(address string) (net.Listener, error) { return net.Listen("tcp", address) }

func (r *Receiver) tell(format string, args ...any) {
	if r.Tell != nil {
		r.Tell(fmt.Sprintf(format, args...))
	}
}

// ServeHTTP answers one request.
func (r *Receiver) ServeHTTP(w http.ResponseWriter, q *http.Request) {
	sender, err := r.sender(q)
	if err != nil || !slices.Contains(r.From, sender) || q.Method != http.MethodPost || !same(q.URL.EscapedPath(), r.Path) {
		r.tell("a request from %s was turned away", sender)
		http.NotFound(w, q)
		return
	}
	body, err := io.ReadAll(http.MaxBytesReader(w, q.Body, MaxMessage))
	var long *http.MaxBytesError
	key := q.Header.Get("Idempotency-Key")
	switch {
	case errors.As(err, &long) || len(key) > maxKey:
		r.tell("a message from %s was turned away: it is too long", sender)
		http.Error(w, "too long", http.StatusRequestEntityTooLarge)
		return
	case err != nil:
		r.tell("a message from %s broke off", sender)
		http.Error(w, "broken off", http.StatusBadRequest)
		return
	}
	fresh, err := r.take(q, sender, key, body)
	switch {
	case err != nil:
		r.tell("a message from %s could not be kept: %s", sender, err)
		http.Error(w, "not kept", http.StatusInternalServerError)
		return
	case fresh:
		r.tell("a message of %d bytes from %s is kept", len(body), sender)
	default:
		r.tell("a message from %s came again", sender)
	}
	w.WriteHeader(http.StatusAccepted)
}

// sender is who sends: the other end of the connection, or whom a proxy names
// last.
func (r *Receiver) sender(q *http.Request) (netip.Addr, error) {
	peer, err := netip.ParseAddrPort(q.RemoteAddr)
	if err != nil {
		return netip.Addr{}, err
	}
	addr := peer.Addr().Unmap()
	if !slices.Contains(r.Proxies, addr) {
		return addr, nil
	}
	said := strings.Join(q.Header.Values("X-Forwarded-For"), ",")
	named, err := netip.ParseAddr(strings.TrimSpace(said[strings.LastIndexByte(said, ',')+1:]))
	return named.Unmap(), err
}

// same compares in a time that does not tell how much of a path is right.
func same(a, b string) bool {
	x, y := sha256.Sum256([]byte(a)), sha256.Sum256([]byte(b))
	return subtle.ConstantTimeCompare(x[:], y[:]) == 1
}

// take keeps a message that has not come before.
func (r *Receiver) take(q *http.Request, sender netip.Addr, key string, body []byte) (fresh bool, err error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	m := r.receipt(q, sender, key, body)
	id := messageID(key, m.Body.SHA256)
	if r.have[id] {
		return false, nil
	}
	f := &Follower{opts: Options{Dir: r.Dir}}
	dir := path.Join(folder(hookName), m.ArrivedAt.Format(dayForm))
	if err := durable.MkdirAll(f.path(dir)); err != nil {
		return false, err
	}
	stem := m.ArrivedAt.Format(stampForm)
	m.Body.File = stem + ".bytes"
	if err := f.create(dir, &m.Body.File, body); err != nil {
		return false, err
	}
	b, err := json.MarshalIndent(m, "", "  ")
	if err != nil {
		return false, err
	}
	name := stem + receiptEnd
	if err := f.create(dir, &name, append(b, '\n')); err != nil {
		return false, err
	}
	r.have[id] = true
	select {
	case r.Wake <- struct{}{}:
	default:
	}
	return true, nil
}

// credentials are the headers by which somebody, such as a proxy, shows who he is.
// CourtListener sends none of them.
var credentials = map[string]bool{"Authorization": true, "Proxy-Authorization": true, "Cookie": true}

func (r *Receiver) receipt(q *http.Request, sender netip.Addr, key string, body []byte) *Receipt {
	m := &Receipt{Version: ReceiptVersion, Tool: fetch.Tool(), ArrivedAt: r.Now().UTC().Truncate(time.Millisecond), Sender: sender.String(),
		Peer: q.RemoteAddr, Key: key, Headers: map[string][]string{}}
	for name, values := range q.Header {
		for _, v := range values {
			if strings.Contains(v, r.Path) || credentials[name] { // some proxies tell the path in a header
				v = "(not shown)"
			}
			m.Headers[name] = append(m.Headers[name], v)
		}
	}
	sum := sha512.Sum512(body)
	m.Body.Received, m.Body.SHA256, m.Body.SHA512 = int64(len(body)), cite.Sum(body).String(), "sha512:"+hex.EncodeToString(sum[:])
	return m
}
