package ledger

import (
	"bufio"
	"bytes"
	"encoding/base64"
	"fmt"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
)

// Policy is whom a reader trusts: logs, witnesses and how many of them,
// time-stamping authorities and how many. Form: C2SP tlog-policy, with three
// kinds of line of our own: name, authority, stamps.
type Policy struct {
	Name        string
	Logs        []note.Verifier
	Witnesses   []Witness
	Groups      []Group
	Quorum      string // of a witness or group; "none" asks for no witness
	Authorities []Authority
	Stamps      int // how many authorities must have stamped what covers an item
}

// Witness is a cosigner, by the name that the policy has for it.
type Witness struct {
	Name string
	VKey string // cosignature/v1 verifier key, type 0x04
	URL  string // where to ask it, without a slash at its end; empty if the policy does not say
}

// Group has witnessed what K of its members have.
type Group struct {
	Name    string
	K       int
	Members []string
}

// Authority is a time-stamping authority: the root that its certificate must
// chain to.
type Authority struct {
	Name string
	Root []byte // DER
}

// ParsePolicy reads a policy. An error names the line.
func ParsePolicy(text []byte) (*Policy, error) {
	p := &policyParser{Policy: &Policy{}, defined: map[string]bool{"none": true}, member: map[string]bool{}, keys: map[string]string{}}
	s := bufio.NewScanner(bytes.NewReader(text))
	s.Buffer(nil, 1<<20)
	for n := 1; s.Scan(); n++ {
		f := strings.FieldsFunc(s.Text(), func(r rune) bool { return r == ' ' || r == '\t' })
		if len(f) == 0 || f[0][0] == '#' {
			continue
		}
		if err := p.line(f); err != nil {
			return nil, fmt.Errorf("policy, line %d: %w", n, err)
		}
	}
	if err := s.Err(); err != nil {
		return nil, fmt.Errorf("policy: %w", err)
	}
	if p.Quorum == "" {
		return nil, fmt.Errorf("policy: it has no quorum line; \"quorum none\" asks for no witness")
	}
	return p.Policy, nil
}

type policyParser struct {
	*Policy
	defined map[string]bool   // witnesses and groups so far
	member  map[string]bool   // of a group
	keys    map[string]string // whose, by type and public key
}

func (p *policyParser) line(f []string) error {
	switch {
	case f[0] == "name" && len(f) == 2 && p.Name == "":
		p.Name = f[1]
	case f[0] == "log" && (len(f) == 2 || len(f) == 3):
		v, err := note.NewVerifier(f[1])
		if err != nil {
			return fmt.Errorf("log key %q: %w", f[1], err)
		}
		p.Logs = append(p.Logs, v)
		return p.key(f[1], "log "+v.Name())
	case f[0] == "witness" && (len(f) == 3 || len(f) == 4):
		w := Witness{Name: f[1], VKey: f[2]}
		if len(f) == 4 {
			w.URL = strings.TrimSuffix(f[3], "/")
		}
		p.Witnesses = append(p.Witnesses, w)
		if err := p.key(w.VKey, "witness "+w.Name); err != nil {
			return err
		}
		return p.define(f[1])
	case f[0] == "group" && len(f) >= 4:
		return p.group(f[1], f[2], f[3:])
	case f[0] == "quorum" && len(f) == 2 && p.Quorum == "":
		if !p.defined[f[1]] {
			return fmt.Errorf("quorum %q is not defined above", f[1])
		}
		p.Quorum = f[1]
	case f[0] == "authority" && len(f) == 3:
		der, err := base64.StdEncoding.DecodeString(f[2])
		if err != nil {
			return fmt.Errorf("the root of authority %q is not base64", f[1])
		}
		p.Authorities = append(p.Authorities, Authority{f[1], der})
	case f[0] == "stamps" && len(f) == 2:
		n, err := strconv.Atoi(f[1])
		if err != nil || n < 0 {
			return fmt.Errorf("stamps %q is not a count", f[1])
		}
		p.Stamps = n
	default:
		return fmt.Errorf("%.80q is not understood", strings.Join(f, " "))
	}
	return nil
}

// key refuses a public key that another line has, whatever it calls it: whoever
// holds it would count twice.
func (p *policyParser) key(vkey, who string) error {
	parts := strings.SplitN(vkey, "+", 3)
	public, err := base64.StdEncoding.DecodeString(parts[len(parts)-1]) // a type and the key
	if err != nil || len(parts) < 3 {
		return nil // it is no key, which is said when it is used
	}
	if had, ok := p.keys[string(public)]; ok {
		return fmt.Errorf("%s has the key of %s", who, had)
	}
	p.keys[string(public)] = who
	return nil
}

func (p *policyParser) define(name string) error {
	if p.defined[name] {
		return fmt.Errorf("%q is defined twice", name)
	}
	p.defined[name] = true
	return nil
}

func (p *policyParser) group(name, k string, members []string) error {
	g := Group{Name: name, Members: members}
	switch n, err := strconv.Atoi(k); {
	case k == "all":
		g.K = len(members)
	case k == "any":
		g.K = 1
	case err != nil || n < 1 || n > len(members):
		return fmt.Errorf("group %q asks for %q of %d", name, k, len(members))
	default:
		g.K = n
	}
	for _, m := range members {
		if m == "none" || !p.defined[m] || p.member[m] {
			return fmt.Errorf("group %q: %q is not defined above, or is in a group already", name, m)
		}
		p.member[m] = true
	}
	p.Groups = append(p.Groups, g)
	return p.define(name)
}

// Met reports whether the witnesses named, each once, make the quorum.
func (p *Policy) Met(witnessed map[string]bool) bool {
	have := map[string]bool{"none": true}
	for _, w := range p.Witnesses {
		have[w.Name] = witnessed[w.Name]
	}
	for _, g := range p.Groups {
		n := 0
		for _, m := range g.Members {
			if have[m] {
				n++
			}
		}
		have[g.Name] = n >= g.K
	}
	return have[p.Quorum]
}
