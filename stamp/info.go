package stamp

import (
	"encoding/asn1"
	"fmt"
	"math/big"
	"strings"
	"time"
)

// info is a TSTInfo (RFC 3161, 2.4.2).
type info struct {
	policy   asn1.ObjectIdentifier
	imprint  Imprint
	serial   *big.Int
	at       time.Time
	accuracy *time.Duration // nil if not stated
	ordering bool
	nonce    *big.Int // nil if none
}

func (r *reader) info() (i info) {
	const what = "the time stamp"
	in := r.next(tagSequence, what).within()
	if r.err != nil {
		return i
	}
	if v := in.small("the version", 9); in.err == nil && v != 1 {
		in.fail("version %d of a time stamp is not known", v)
	}
	i.policy = in.oid("the policy")
	i.imprint = in.imprint()
	i.serial = in.integer("the serial number")
	i.at = in.time()
	if in.peek(tagSequence) {
		i.accuracy = in.accuracy()
	}
	if in.peek(tagBoolean) {
		in.value(tagBoolean, "the ordering", &i.ordering)
	}
	if in.peek(tagInteger) {
		i.nonce = in.integer("the nonce")
	}
	if in.peek(tagExplicit0) {
		in.next(tagExplicit0, "the authority's name") // a hint: the certificate has the name
	}
	if in.peek(tagExplicit1) {
		in.extensions()
	}
	r.err = in.end(what)
	return i
}

// time reads a GeneralizedTime in the form of RFC 3161: UTC to the second, and a
// fraction without a zero at its end if there is one.
func (r *reader) time() time.Time {
	e := r.next(tagTime, "the time")
	if r.err != nil {
		return time.Time{}
	}
	s := string(e.body)
	t, err := time.Parse("20060102150405Z", s)
	if _, frac, ok := strings.Cut(s, "."); err != nil || strings.Contains(s, ",") || ok && (len(frac) > 10 || strings.HasSuffix(frac, "0Z") || frac == "Z") {
		r.fail("the time %.40q is not one such as 20250315224600Z", s)
	}
	return t
}

// mostAccuracy bounds what an authority may state. A day is of no use already.
const mostAccuracy = 24 * 60 * 60

// accuracy reads an Accuracy; what is missing counts as zero.
func (r *reader) accuracy() *time.Duration {
	const what = "the accuracy"
	in := r.next(tagSequence, what).within()
	if r.err != nil {
		return nil
	}
	var d time.Duration
	if in.peek(tagInteger) {
		d = time.Duration(in.small(what+" in seconds", mostAccuracy)) * time.Second
	}
	for i, unit := range []time.Duration{time.Millisecond, time.Microsecond} {
		if tag := byte(tagImplicit0 + i); in.peek(tag) {
			d += time.Duration(in.fraction(tag)) * unit
		}
	}
	r.err = in.end(what)
	return &d
}

// fraction reads an INTEGER from 1 to 999 under an implicit tag.
func (r *reader) fraction(tag byte) int {
	e := r.next(tag, "a part of the accuracy")
	if r.err != nil {
		return 0
	}
	n := new(big.Int)
	if _, err := asn1.Unmarshal(append([]byte{tagInteger}, e.all[1:]...), &n); err != nil || !n.IsInt64() || n.Int64() < 1 || n.Int64() > 999 {
		r.fail("a part of the accuracy is not from 1 to 999")
		return 0
	}
	return int(n.Int64())
}

// extensions reads the extensions, of which none is known: a critical one is
// refused, and another passed over.
func (r *reader) extensions() {
	in := r.next(tagExplicit1, "the extensions").within()
	for r.err == nil && in.err == nil && len(in.rest) > 0 {
		x := in.next(tagSequence, "an extension").within()
		oid, critical := x.oid("the name of an extension"), false
		if x.peek(tagBoolean) {
			x.value(tagBoolean, "whether an extension is critical", &critical)
		}
		x.next(tagOctets, "an extension")
		if x.err == nil && critical {
			x.err = fmt.Errorf("the time stamp has a critical extension %s, which is not known", oid)
		}
		if in.err == nil {
			in.err = x.end("an extension")
		}
	}
	if r.err == nil {
		r.err = in.err
	}
}
