package fetch

import (
	"bytes"
	"crypto/sha256"
	"crypto/sha512"
	"crypto/tls"
	"encoding/hex"
	"encoding/json"
	"encoding/pem"
	"fmt"
	"hash"
	"io"
	"net/http"
	"os"
	"time"

	"github.com/holdshort/holdshort/cite"
)

// Version is that of the manifest's format: see docs/formats/capture.md.
const Version = 1

// Capture is what came from an address, and how.
type Capture struct {
	Body     []byte // as received on the wire; of a partial answer, what came of it; nil if it went to Request.Into
	Manifest Manifest
	into     *os.File // Request.Into
}

// empty drops the bytes of an earlier try.
func (c *Capture) empty() error {
	c.Body = nil
	if c.into == nil {
		return nil
	}
	if err := c.into.Truncate(0); err != nil {
		return err
	}
	_, err := c.into.Seek(0, io.SeekStart)
	return err
}

// Manifest says how some bytes were got. All its times are of this machine's
// clock, in UTC, cut to the millisecond, but for what Clocks quotes of the
// server.
type Manifest struct {
	Version int      `json:"capture"`
	Tool    string   `json:"tool"`
	Method  string   `json:"method"`
	URL     string   `json:"url"`
	Clocks  Clocks   `json:"clocks"`
	Body    Body     `json:"body"`
	Tries   []Try    `json:"tries"`
	Errors  []string `json:"errors,omitempty"`
}

// Try is one time that the address was asked, redirects included.
type Try struct {
	Waited  int64     `json:"waited_ms,omitempty"` // after the one before
	AskedAt time.Time `json:"asked_at,omitzero"`
	Hops    []Hop     `json:"hops"`
	Error   string    `json:"error,omitempty"`
}

// Hop is one request and what answered it. Names of headers are in their usual
// case, and their order is lost; values are as received.
type Hop struct {
	URL      string              `json:"url"`
	AskedAt  time.Time           `json:"asked_at"`
	Peer     string              `json:"peer,omitempty"` // address and port of the other end, a proxy's if there is one
	Request  map[string][]string `json:"request_headers,omitempty"`
	Protocol string              `json:"protocol,omitempty"`
	Status   int                 `json:"status,omitempty"` // 0 without an answer
	Headers  map[string][]string `json:"headers,omitempty"`
	TLS      *TLS                `json:"tls,omitempty"`
}

// TLS is the session that an answer came through. Its chain was accepted for the
// server's name by the roots that this machine trusts.
type TLS struct {
	Version    string        `json:"version"`
	Cipher     string        `json:"cipher"`
	ServerName string        `json:"server_name"` // the host asked for, for which the chain was accepted
	Chain      []Certificate `json:"chain"`       // as the server sent it, its own first
}

// Certificate is one of a chain.
type Certificate struct {
	SHA256  string `json:"sha256"` // of its DER bytes
	Subject string `json:"subject"`
	Issuer  string `json:"issuer"`
	PEM     string `json:"pem"`
}

// Clocks are the times of the last try: three by this machine's clock, and three
// texts of the server.
type Clocks struct {
	AskedAt      time.Time `json:"asked_at,omitzero"`
	FirstByteAt  time.Time `json:"first_byte_at,omitzero"`
	ReceivedAt   time.Time `json:"received_at,omitzero"` // whole, or given up
	Date         string    `json:"date,omitempty"`
	LastModified string    `json:"last_modified,omitempty"`
	ETag         string    `json:"etag,omitempty"`
}

// Body is how much came.
type Body struct {
	Declared *int64 `json:"declared,omitempty"` // Content-Length; nil if the server gave none
	Received int64  `json:"received"`
	Complete bool   `json:"complete"` // false if it breaks off or none came
	SHA256   string `json:"sha256,omitempty"`
	SHA512   string `json:"sha512,omitempty"`
	File     string `json:"file,omitempty"` // where the bytes are kept, beside the manifest
	Note     string `json:"note,omitempty"` // what the keeper found in it
}

// Status is the last answer's, 0 if none came.
func (c *Capture) Status() int {
	h := c.last()
	if h == nil {
		return 0
	}
	return h.Status
}

// Header is one of the last answer's headers, "" if it has none of that name.
func (c *Capture) Header(name string) string {
	h := c.last()
	if h == nil {
		return ""
	}
	return http.Header(h.Headers).Get(name)
}

func (c *Capture) last() *Hop {
	tries := c.Manifest.Tries
	if len(tries) == 0 || len(tries[len(tries)-1].Hops) == 0 {
		return nil
	}
	hops := tries[len(tries)-1].Hops
	return &hops[len(hops)-1]
}

// fail writes down what went wrong beside the error of a try.
func (c *Capture) fail(why string) { c.Manifest.Errors = append(c.Manifest.Errors, why) }

// stamp is a time as manifests have it.
func stamp(t time.Time) time.Time { return t.UTC().Truncate(time.Millisecond) }

// take takes what an answer's head says.
func (h *Hop) take(resp *http.Response) {
	h.Protocol, h.Status, h.Headers = resp.Proto, resp.StatusCode, resp.Header
	if len(resp.TransferEncoding) > 0 {
		h.Headers["Transfer-Encoding"] = resp.TransferEncoding
	}
	if resp.TLS == nil {
		return
	}
	h.TLS = &TLS{Version: tls.VersionName(resp.TLS.Version), Cipher: tls.CipherSuiteName(resp.TLS.CipherSuite), ServerName: resp.Request.URL.Hostname()}
	for _, c := range resp.TLS.PeerCertificates {
		h.TLS.Chain = append(h.TLS.Chain, Certificate{
			SHA256: cite.Sum(c.Raw).String(), Subject: c.Subject.String(), Issuer: c.Issuer.String(),
			PEM: string(pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: c.Raw})),
		})
	}
}

func (c *Clocks) from(resp *http.Response, first time.Time) {
	c.FirstByteAt = first
	c.Date, c.LastModified, c.ETag = resp.Header.Get("Date"), resp.Header.Get("Last-Modified"), resp.Header.Get("ETag")
}

// meter digests bytes as they pass, and counts them.
type meter struct {
	n    int64
	s256 hash.Hash
	s512 hash.Hash
}

func newMeter() *meter { return &meter{s256: sha256.New(), s512: sha512.New()} }

// Write implements io.Writer.
func (m *meter) Write(b []byte) (int, error) {
	m.n += int64(len(b))
	m.s256.Write(b)
	m.s512.Write(b)
	return len(b), nil
}

func (b *Body) take(m *meter) {
	b.Received = m.n
	b.SHA256, b.SHA512 = cite.Digest(m.s256.Sum(nil)).String(), "sha512:"+hex.EncodeToString(m.s512.Sum(nil))
}

// Bytes is the manifest as it is kept: JSON, indented, with a line end.
func (m *Manifest) Bytes() []byte {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	if err := e.Encode(m); err != nil {
		panic("fetch: " + err.Error()) // no type of it can fail
	}
	return b.Bytes()
}

// ReadManifest reads what Bytes writes, and nothing else: an unknown field or
// another version is an error.
func ReadManifest(r io.Reader) (*Manifest, error) {
	d := json.NewDecoder(r)
	d.DisallowUnknownFields()
	var m Manifest
	if err := d.Decode(&m); err != nil {
		return nil, err
	}
	if m.Version != Version {
		return nil, fmt.Errorf("the manifest has version %d, and this program reads %d", m.Version, Version)
	}
	if _, err := d.Token(); err != io.EOF {
		return nil, fmt.Errorf("other text follows the manifest")
	}
	return &m, nil
}
