package stamp

import (
	"encoding/asn1"
	"fmt"
	"math/big"
)

// Tags of DER, with their class and whether they are constructed.
const (
	tagBoolean   = 0x01
	tagInteger   = 0x02
	tagBits      = 0x03
	tagOctets    = 0x04
	tagNull      = 0x05
	tagOID       = 0x06
	tagUTF8      = 0x0c
	tagTime      = 0x18 // GeneralizedTime
	tagSequence  = 0x30
	tagSet       = 0x31
	tagExplicit0 = 0xa0 // [0], constructed
	tagExplicit1 = 0xa1
	tagExplicit2 = 0xa2
	tagImplicit0 = 0x80 // [0], primitive
	tagImplicit1 = 0x81
)

// element is one value of DER.
type element struct {
	tag  byte
	all  []byte // with its tag and length
	body []byte
	at   int // of its first byte, in the whole
}

// within reads the elements in its body.
func (e element) within() *reader { return &reader{rest: e.body, at: e.at + len(e.all) - len(e.body)} }

// reader reads elements one after another. The first error stays; what is read
// after it is empty.
type reader struct {
	rest []byte
	at   int // of rest, in the whole
	err  error
}

func (r *reader) fail(format string, args ...any) {
	if r.err == nil {
		r.err = fmt.Errorf("byte %d: %s", r.at, fmt.Sprintf(format, args...))
	}
}

// peek reports whether the next element has the tag.
func (r *reader) peek(tag byte) bool { return r.err == nil && len(r.rest) > 0 && r.rest[0] == tag }

// next is the next element, which must have the tag.
func (r *reader) next(tag byte, what string) element {
	if r.err == nil && len(r.rest) == 0 {
		r.fail("%s is missing", what)
	}
	if r.err == nil && r.rest[0] != tag {
		r.fail("tag 0x%02x where %s begins with 0x%02x", r.rest[0], what, tag)
	}
	return r.any(what)
}

// any is the next element, whatever its tag.
func (r *reader) any(what string) element {
	head, n := r.length(what)
	if r.err != nil {
		return element{at: r.at}
	}
	e := element{r.rest[0], r.rest[:head+n], r.rest[head : head+n], r.at}
	r.rest, r.at = r.rest[head+n:], r.at+head+n
	return e
}

// length reads the tag and length of the next element: how many bytes they are,
// and how many follow.
func (r *reader) length(what string) (head, n int) {
	switch {
	case r.err != nil:
		return 0, 0
	case len(r.rest) < 2:
		r.fail("%s is cut short", what)
		return 0, 0
	case r.rest[0]&0x1f == 0x1f:
		r.fail("the tag of %s has more than one byte", what)
		return 0, 0
	}
	head, n = 2, int(r.rest[1])
	if n == 0x80 {
		r.fail("%s has no definite length: it is in BER and not in DER", what)
		return 0, 0
	}
	if n > 0x80 {
		more := n - 0x80
		if head += more; more > 3 || len(r.rest) < head {
			r.fail("the length of %s is too long", what)
			return 0, 0
		}
		n = 0
		for _, b := range r.rest[2:head] {
			n = n<<8 | int(b)
		}
		if r.rest[2] == 0 || n < 0x80 {
			r.fail("the length of %s has more bytes than it needs: it is in BER and not in DER", what)
			return 0, 0
		}
	}
	if len(r.rest) < head+n {
		r.fail("%s is cut short", what)
	}
	return head, n
}

// end is the first error, or one if anything is left.
func (r *reader) end(what string) error {
	if r.err == nil && len(r.rest) > 0 {
		r.fail("%d bytes too many after %s", len(r.rest), what)
	}
	return r.err
}

// value reads one element into v as encoding/asn1 does, strictly.
func (r *reader) value(tag byte, what string, v any) {
	e := r.next(tag, what)
	if r.err != nil {
		return
	}
	if _, err := asn1.Unmarshal(e.all, v); err != nil { // nothing can be left over: e is one element
		r.err = fmt.Errorf("byte %d: %s: %w", e.at, what, err)
	}
}

// integer reads a whole number of at most 64 bytes.
func (r *reader) integer(what string) *big.Int {
	n := new(big.Int)
	r.value(tagInteger, what, &n)
	if n.BitLen() > 512 {
		r.fail("%s is too long", what)
	}
	return n
}

// small reads a whole number from 0 up to most.
func (r *reader) small(what string, most int64) int {
	n := r.integer(what)
	if r.err == nil && (n.Sign() < 0 || !n.IsInt64() || n.Int64() > most) {
		r.fail("%s is %s, which is not from 0 to %d", what, n, most)
	}
	if r.err != nil {
		return 0
	}
	return int(n.Int64())
}

func (r *reader) oid(what string) (o asn1.ObjectIdentifier) {
	r.value(tagOID, what, &o)
	return o
}

// algorithm is an AlgorithmIdentifier: what, and the element of its parameters
// if there is one.
type algorithm struct {
	oid    asn1.ObjectIdentifier
	params []byte // the whole element; nil if absent
}

func (r *reader) algorithm(what string) (a algorithm) {
	in := r.next(tagSequence, what).within()
	if r.err != nil {
		return a
	}
	a.oid = in.oid(what)
	if len(in.rest) > 0 {
		a.params = in.any("a parameter of " + what).all
	}
	r.err = in.end(what)
	return a
}

// bare reports whether there are no parameters, or NULL.
func (a algorithm) bare() bool {
	return a.params == nil || len(a.params) == 2 && a.params[0] == tagNull && a.params[1] == 0
}
