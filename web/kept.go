package web

import (
	"net/url"
	"path/filepath"
	"strings"

	"github.com/holdshort/holdshort"
	"github.com/holdshort/holdshort/cite"
	"github.com/holdshort/holdshort/exhibit"
	"github.com/holdshort/holdshort/ledger"
	"github.com/holdshort/holdshort/vault"
)

// keptView is what stands behind a source: where it is, and what the vault has
// of it, in as many lines as there are things to say.
type keptView struct {
	ID, Name, Slug, Href string
	Address              []addressView
	Captured, Digest     string
	Facts                []fact
	Originals            []original
}

// addressView is an address of a source; a link only where it is one of the web.
type addressView struct{ Text, Href string }

// fact is one thing that is known, and of what.
type fact struct {
	What, Text string
	Code       bool
}

// kepts is what stands behind each of some sources, each once.
func (q *asked) kepts(c *holdshort.Case, ids []holdshort.ID) []keptView {
	v, err := q.vault()
	var out []keptView
	seen := map[holdshort.ID]bool{}
	for _, id := range ids {
		s := c.Source(id)
		if s == nil || seen[id] {
			continue
		}
		seen[id] = true
		k := keptView{ID: string(id), Name: s.Publisher, Slug: exhibit.Slug("kept", string(id)), Href: q.open("source", string(id)), Captured: s.Captured.Text, Digest: s.Digest}
		if s.Title != "" {
			k.Name += ", " + s.Title
		}
		for _, a := range s.Address {
			k.Address = append(k.Address, addressView{a, webAddress(a)})
		}
		switch {
		case v == nil:
			k.Facts = []fact{{What: "In the vault", Text: "not looked for: " + err.Error()}}
		default:
			k.Facts, k.Originals = q.provenOf(v, s)
		}
		out = append(out, k)
	}
	return out
}

// webAddress is an address if a browser may follow it: http or https, and
// nothing else.
func webAddress(text string) string {
	u, err := url.Parse(text)
	if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Host == "" || u.User != nil || strings.ContainsAny(text, " \t\r\n") {
		return ""
	}
	return u.String()
}

// vault is the case's vault, as of its newest checkpoint now.
func (q *asked) vault() (*vault.Case, error) {
	l, err := vault.Read(filepath.Join(q.m.folder.dir, "vault"))
	if err != nil {
		return nil, noVault(err)
	}
	c, err := l.Case(q.m.folder.dir)
	if err != nil {
		return nil, noVault(err)
	}
	return c, nil
}

// provenOf is what the vault has of a source and what is proved of that.
func (q *asked) provenOf(v *vault.Case, s *holdshort.Source) ([]fact, []original) {
	var digest ledger.Hash
	if d, err := cite.ParseDigest(s.Digest); err == nil {
		digest = ledger.Hash(d)
	}
	tied := v.Tie(string(s.ID), digest)
	if len(tied.Positions) == 0 {
		return []fact{{What: "In the vault", Text: "no bytes of it are kept"}}, nil
	}
	var facts []fact
	var originals []original
	for _, p := range tied.Positions {
		facts = append(facts, sealedAt(v, p)...)
		originals = append(originals, q.originalsAt(v, p)...)
	}
	switch {
	case tied.Agrees == nil:
	case *tied.Agrees:
		facts = append(facts, fact{What: "Digest", Text: "bytes of the digest on record are among those kept"})
	default:
		facts = append(facts, fact{What: "Digest", Text: "NONE of the bytes kept have the digest on record"})
	}
	return append(facts, provenBy(v, tied.Positions)...), originals
}
