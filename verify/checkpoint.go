package verify

import (
	"cmp"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"slices"
	"strings"

	"golang.org/x/mod/sumdb/note"

	"github.com/holdshort/holdshort/ledger"
)

// signed is a checkpoint with the note that it came in.
type signed struct {
	ledger.Checkpoint
	note []byte
	from string // the file, or what the reader calls it
	by   string // the key's text that its signature fits; empty if none does
}

// maxRotations is how often a log may replace its key: once a year for a lifetime.
const maxRotations = 100

// rotation is the log's key replaced by another.
type rotation struct {
	position, index uint64
	old, new        string
}

func rootText(c ledger.Checkpoint) string { return base64.StdEncoding.EncodeToString(c.Root[:]) }

// checkpoints reads the log's key and the checkpoints. Which keys signed the
// earlier ones is known only when the rotations are.
func (v *verifier) checkpoints() {
	c := v.report.check(4)
	text, err := v.bag.Read(ledger.KeyFile, maxSmall)
	if err != nil {
		c.fail("%s", err)
	}
	v.keyText = strings.TrimSuffix(string(text), "\n")
	// The reader of keys passes over line ends within them.
	if v.key, err = note.NewVerifier(v.keyText); err != nil || v.keyText+"\n" != string(text) || strings.ContainsAny(v.keyText, "\r\n") {
		c.fail("%s is not one line with a verifier key: %v", ledger.KeyFile, err)
	}
	v.newest = v.readCheckpoint(ledger.CheckpointFile)
	for i := range v.bag.Files {
		name := v.bag.Files[i].Name
		if size, ok := strings.CutPrefix(name, ledger.EarlierDir); ok {
			s := v.readCheckpoint(name)
			if n, _ := sizeOf(size); n != s.Size {
				v.report.check(5).fail("%s has a checkpoint of size %d", name, s.Size)
			}
			v.earlier = append(v.earlier, s)
		}
	}
	slices.SortFunc(v.earlier, func(a, b signed) int { return cmp.Compare(a.Size, b.Size) })
	v.texts = map[uint64]string{v.newest.Size: v.newest.Body()}
	for _, s := range v.earlier {
		v.texts[s.Size] = s.Body()
	}
	root := rootText(v.newest.Checkpoint)
	v.report.Log = &Log{Origin: v.newest.Origin, Size: v.newest.Size, Root: root, Key: v.keyText, Fingerprint: fingerprint(v.keyText)}
	var sizes []uint64
	for _, s := range v.earlier {
		sizes = append(sizes, s.Size)
	}
	v.others = v.brought()
	for _, s := range v.others {
		sizes = append(sizes, s.Size)
	}
	v.forest = newForest(v.newest.Size, sizes)
}

// fingerprint is the SHA-256 of a key's text.
func fingerprint(key string) string {
	sum := sha256.Sum256([]byte(key))
	return hex.EncodeToString(sum[:])
}

// readCheckpoint takes a checkpoint for what it says; who signed it is looked at
// later.
func (v *verifier) readCheckpoint(name string) signed {
	b, err := v.bag.Read(name, maxSmall)
	if err != nil {
		v.report.check(4).fail("%s", err)
		return signed{from: name}
	}
	s, err := unsigned(b, name)
	if err != nil {
		v.report.check(4).fail("%s: %s", name, err)
	}
	return s
}

func unsigned(b []byte, from string) (signed, error) {
	body, signatures, ok := strings.Cut(string(b), "\n\n")
	if !ok {
		return signed{from: from}, fmt.Errorf("it is not a signed note")
	}
	cp, err := ledger.ParseCheckpoint(body + "\n")
	for line := range strings.Lines(signatures) {
		_, text, _ := strings.Cut(strings.TrimPrefix(strings.TrimSuffix(line, "\n"), "— "), " ")
		raw, bad := base64.StdEncoding.Strict().DecodeString(text)
		if bad != nil || !strings.HasSuffix(line, " "+base64.StdEncoding.EncodeToString(raw)+"\n") {
			err = cmp.Or(err, fmt.Errorf("the signature line %.60q is not in its only form", line))
		}
	}
	return signed{Checkpoint: cp, note: b, from: from}, err
}

// rotations makes check 4: the keys in their order, and who signed what.
func (v *verifier) rotations() {
	c := v.report.check(4)
	if v.key == nil {
		return
	}
	keys := verifiers(v.keys(c))
	if _, err := ledger.OpenCheckpoint(v.newest.note, v.key); err != nil {
		c.fail("%s is not signed by %s: %s", v.newest.from, ledger.KeyFile, err)
	} else {
		v.newest.by = v.keyText
	}
	for i := range v.earlier {
		s := &v.earlier[i]
		if s.by = signer(s.note, v.keysAt(s.Size, keys)); s.by == "" {
			c.fail("%s is not signed by the key that the log had at its size", s.from)
		}
	}
	for i := range v.others {
		v.others[i].by = signer(v.others[i].note, keys)
	}
	c.pass("the newest checkpoint is of size %d, signed by %s", v.newest.Size, v.keyText)
	v.named(c)
}

// keys are those that the log has had, the present one last, by the rotations
// that are shown.
func (v *verifier) keys(c *Check) []string {
	var out []string
	if len(v.rotated) > maxRotations {
		c.fail("the key was replaced %d times, more than %d", len(v.rotated), maxRotations)
		v.rotated = nil
	}
	for _, r := range v.rotated {
		if n := len(out); n > 0 && out[n-1] != r.old {
			c.fail("the rotation at position %d replaces the key %q, which was not the log's then", r.position, r.old)
		}
		if len(out) == 0 {
			out = append(out, r.old)
		}
		out = append(out, r.new)
	}
	if n := len(out); n > 0 && out[n-1] != v.keyText {
		c.fail("the last rotation is to the key %q, and %s has another", out[n-1], ledger.KeyFile)
	}
	if len(v.rotated) > 0 {
		c.say("the key was replaced %d times, in order", len(v.rotated))
	}
	if len(out) == 0 {
		out = append(out, v.keyText)
	}
	return out
}

// logKey is a key that the log has had, as its text and to verify with; nil if the
// text is no key.
type logKey struct {
	text string
	key  note.Verifier
}

func verifiers(texts []string) (out []logKey) {
	for _, t := range texts {
		key, _ := note.NewVerifier(t)
		out = append(out, logKey{t, key})
	}
	return out
}

// keysAt are those of the keys, in order, that a checkpoint of a size here can be
// signed by: the log's at that size, and the one before, which signs what covers
// its own replacement. Two at most, so that a hostile exhibit cannot make each
// checkpoint be tried with every key.
func (v *verifier) keysAt(size uint64, keys []logKey) []logKey {
	n := 0
	for _, r := range v.rotated {
		if r.index < size {
			n++
		}
	}
	return keys[max(n-1, 0):min(n+1, len(keys))]
}

// signer is the first of the keys by which the note is signed.
func signer(b []byte, keys []logKey) string {
	for _, k := range keys {
		if k.key == nil {
			continue
		}
		if _, err := ledger.OpenCheckpoint(b, k.key); err == nil {
			return k.text
		}
	}
	return ""
}

// named says whether the reader knows the key from elsewhere. A key that was
// replaced counts if it signed a checkpoint that covers its replacement.
func (v *verifier) named(c *Check) {
	known := v.policy.Logs
	if v.logKey != nil {
		known = append(slices.Clone(known), v.logKey)
	}
	for _, k := range known {
		if _, err := ledger.OpenCheckpoint(v.newest.note, k); err == nil {
			c.say("the reader names this key")
			return
		}
	}
	for _, k := range known {
		if s := v.vouched(k); s != nil {
			c.say("the reader names an earlier key, which signed %s; that covers its own replacement", s.from)
			return
		}
	}
	if len(known) > 0 {
		same := slices.ContainsFunc(known, func(k note.Verifier) bool { return k.Name() == v.newest.Origin })
		if same || v.logKey != nil {
			c.fail("the reader names another key for this log, and nothing here leads from that one to this")
			return
		}
	}
	c.weak("nobody but this exhibit says that the key is the log's own. Its fingerprint is %s", v.report.Log.Fingerprint)
	c.say("ask the log's keeper by another way; then give it as --log-key '%s', or in a line \"log %s\" of a file for --policy", v.keyText, v.keyText)
}

// vouched is a checkpoint here by which a replaced key signed its own replacement:
// it covers the entry of the rotation, and not the next, and from there each key did
// the same for the next. Without one it is nil.
func (v *verifier) vouched(k note.Verifier) *signed {
	all := append(slices.Clone(v.earlier), v.newest) // which both keys may have signed
	var first *signed
	for n, r := range v.rotated {
		until := v.newest.Size
		if n+1 < len(v.rotated) {
			until = v.rotated[n+1].index
		}
		old, err := note.NewVerifier(r.old)
		if err != nil || first == nil && (old.Name() != k.Name() || old.KeyHash() != k.KeyHash()) {
			continue
		}
		by := old
		if first == nil {
			by = k // the hash of a key has 32 bits; the signature is what counts
		}
		i := slices.IndexFunc(all, func(s signed) bool {
			if s.Size <= r.index || s.Size > until {
				return false
			}
			_, err := ledger.OpenCheckpoint(s.note, by)
			return err == nil
		})
		if i < 0 {
			return nil
		}
		if first == nil {
			first = &all[i]
		}
	}
	return first
}
