package fetch

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"strings"
)

// Remote is a file at an address, read from any byte on, range by range (RFC 9110,
// section 14). Nothing of it is kept, and there is no manifest: it is for what is
// too large to keep.
type Remote struct {
	Size   int64 // bytes
	client *Client
	ctx    context.Context
	url    string
	tag    string // by which the server tells versions of it apart; may be empty
}

// rangeSize is how many bytes are asked for at once.
const rangeSize = 32 << 20

// Remote asks for the size of a file. A server that has no ranges is an error.
func (c *Client) Remote(ctx context.Context, address string) (*Remote, error) {
	r := &Remote{client: c, ctx: ctx, url: address}
	_, got, err := r.ask(0, 0)
	if err != nil {
		return nil, err
	}
	_, size, ok := strings.Cut(got.Header("Content-Range"), "/")
	if r.Size, err = strconv.ParseInt(size, 10, 64); !ok || err != nil || r.Size <= 0 {
		return nil, fmt.Errorf("%s does not say how large the file is: its Content-Range is %q", address, got.Header("Content-Range"))
	}
	r.tag = got.Header("ETag")
	return r, nil
}

// ask asks for the bytes from one to another, both included.
func (r *Remote) ask(from, to int64) ([]byte, *Capture, error) {
	got, err := r.client.Ask(r.ctx, Request{Address: r.url, Header: map[string]string{"Range": fmt.Sprintf("bytes=%d-%d", from, to)}})
	switch {
	case err != nil:
		return nil, nil, err
	case got.Status() == http.StatusOK:
		return nil, nil, fmt.Errorf("%s gives no part of a file by itself (it answered 200 to a range); bring the whole file first", r.url)
	case got.Status() != http.StatusPartialContent:
		return nil, nil, fmt.Errorf("%s answered %d to bytes %d to %d", r.url, got.Status(), from, to)
	case got.Header("Content-Encoding") != "" && got.Header("Content-Encoding") != "identity":
		return nil, nil, fmt.Errorf("%s compresses what it sends (%s), so that its ranges are of something else", r.url, got.Header("Content-Encoding"))
	case !strings.HasPrefix(got.Header("Content-Range"), fmt.Sprintf("bytes %d-%d/", from, to)):
		return nil, nil, fmt.Errorf("%s answered %q to bytes %d to %d", r.url, got.Header("Content-Range"), from, to)
	case got.Header("ETag") != r.tag && r.tag != "":
		return nil, nil, fmt.Errorf("%s changed while it was read: its ETag was %s and is %s", r.url, r.tag, got.Header("ETag"))
	case int64(len(got.Body)) != to-from+1:
		return nil, nil, fmt.Errorf("%s sent %d bytes for bytes %d to %d", r.url, len(got.Body), from, to)
	}
	return got.Body, got, nil
}

// Open is the file from a byte on. While one range is read, the next is asked for.
func (r *Remote) Open(from int64) (io.ReadCloser, error) {
	x := &ranges{r: r, next: from}
	x.ahead()
	return x, nil
}

// ranges is a file that is being read.
type ranges struct {
	r    *Remote
	next int64 // the first byte that has not been asked for
	now  []byte
	soon chan answer
}

type answer struct {
	body []byte
	err  error
}

// ahead asks for the next range, if there is one.
func (x *ranges) ahead() {
	x.soon = nil
	if x.next >= x.r.Size {
		return
	}
	from, to := x.next, min(x.next+rangeSize, x.r.Size)-1
	x.next = to + 1
	soon := make(chan answer, 1)
	x.soon = soon
	go func() {
		body, _, err := x.r.ask(from, to)
		soon <- answer{body, err}
	}()
}

func (x *ranges) Read(b []byte) (int, error) {
	if len(x.now) == 0 {
		if x.soon == nil {
			return 0, io.EOF
		}
		a := <-x.soon
		if a.err != nil {
			x.soon = nil
			return 0, a.err
		}
		x.now = a.body
		x.ahead()
	}
	n := copy(b, x.now)
	x.now = x.now[n:]
	return n, nil
}

// Close stops reading. A range that has been asked for still comes, into nothing.
func (x *ranges) Close() error { return nil }
