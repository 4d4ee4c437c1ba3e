package verify

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/holdshort/holdshort/bag"
	"github.com/holdshort/holdshort/ledger"
	"github.com/holdshort/holdshort/verify/browser"
)

// maxSmall is how many bytes a file of an exhibit may have that is read as a
// whole, but for those of the case and the findings.
const maxSmall = 16 << 20

// required are the files that every exhibit has.
var required = []string{ledger.HeadFile, ledger.EntriesFile, ledger.KeyFile, ledger.CheckpointFile, ledger.PolicyFile, ledger.HelpFile}

// derivedNames are the files of findings/.
var derivedNames = []string{"exhibit.html", "findings.json", "findings.txt", "proofs.json"}

// layout checks that each file is one that an exhibit may have, and that those are
// there which it must have.
func (v *verifier) layout(c *Check) {
	for _, name := range required {
		if v.bag.File(name) == nil {
			c.fail("there is no file %s", name)
		}
	}
	for _, name := range derivedNames {
		if v.bag.File(ledger.FindingsDir+name) == nil {
			c.fail("there is no file %s", ledger.FindingsDir+name)
		}
	}
	for i := range v.bag.Files {
		if name := v.bag.Files[i].Name; !belongs(name) {
			c.fail("%s is no file of an exhibit", name)
		}
	}
	if help, err := v.bag.Read(ledger.HelpFile, maxSmall); err == nil && string(help) != ledger.Help {
		c.fail("%s is not the text that belongs there: do not follow it", ledger.HelpFile)
	}
	if page, err := v.bag.Read(ledger.PageFile, maxSmall); v.bag.File(ledger.PageFile) != nil && (err != nil || !browser.Knows(page)) {
		c.weak("%s is not a page that this program knows: do not trust it", ledger.PageFile)
	}
	c.pass("a zip in its only form; %d files with the digests of their manifests, and no other; its own SHA-256 is %x", len(v.bag.Files), v.bag.SHA256)
}

func belongs(name string) bool {
	folder, rest := "", name
	if i := strings.IndexByte(name, '/'); i >= 0 {
		folder, rest = name[:i+1], name[i+1:]
	}
	switch {
	case slices.Contains(required, name) || name == ledger.PageFile || folder == ledger.CaseDir:
		return true
	case folder == ledger.FindingsDir:
		return slices.Contains(derivedNames, rest)
	case folder == ledger.BlobsDir:
		_, err := ledger.ParseHash(rest)
		return err == nil
	case folder == ledger.StampsDir:
		size, file, ok := strings.Cut(rest, "/")
		_, isSize := sizeOf(size)
		return ok && isSize && !strings.Contains(file, "/") && (strings.HasSuffix(file, ".tsr") || strings.HasSuffix(file, ".tsq"))
	}
	size, ok := strings.CutPrefix(name, ledger.EarlierDir)
	_, isSize := sizeOf(size)
	return ok && isSize
}

// sizeOf reads the size of a tree as the names of files have it.
func sizeOf(s string) (uint64, bool) {
	n, err := strconv.ParseUint(s, 10, 63)
	return n, err == nil && strconv.FormatUint(n, 10) == s
}

// earlierIn counts the earlier checkpoints of an exhibit.
func earlierIn(b *bag.Bag) (n int) {
	for i := range b.Files {
		if strings.HasPrefix(b.Files[i].Name, ledger.EarlierDir) {
			n++
		}
	}
	return n
}

// readHead reads exhibit.json. Without it nothing can be said of the rest.
func (v *verifier) readHead() error {
	for _, name := range required {
		if v.bag.File(name) == nil {
			return fmt.Errorf("without %s nothing can be checked", name)
		}
	}
	if n := earlierIn(v.bag); n > ledger.MaxEarlier {
		return fmt.Errorf("%s has %d checkpoints, more than %d", ledger.EarlierDir, n, ledger.MaxEarlier)
	}
	b, err := v.bag.Read(ledger.HeadFile, maxSmall)
	if err != nil {
		return err
	}
	if v.head, err = ledger.ParseExhibit(b); err != nil {
		return fmt.Errorf("%s: %w", ledger.HeadFile, err)
	}
	h := v.head
	v.report.Chain, v.report.Entries, v.report.Audience, v.report.Caption = h.Chain, h.Entries, string(h.Audience), h.Caption
	return nil
}

// agree computes the fields of exhibit.json again from all the rest.
func (v *verifier) agree() {
	c, h := v.report.check(1), v.head
	say := func(what string, stated, found any) {
		if stated != found {
			c.fail("%s has the %s %v, and the files here give %v", ledger.HeadFile, what, stated, found)
		}
	}
	say("tool", h.Tool, v.bag.Info.Agent)
	say("chain", h.Chain, v.bag.Info.Identifier)
	say("origin", h.Origin, v.newest.Origin)
	say("size", h.Size, v.newest.Size)
	say("root", h.Root, rootText(v.newest.Checkpoint))
	say("entries", h.Entries, uint64(len(v.entries)))
	if v.held != nil {
		say("caption", h.Caption, v.held.Caption)
	}
	withheld := map[string]uint64{}
	for i := range v.entries {
		if v.entries[i].withheld != "" {
			withheld[v.entries[i].withheld]++
		}
	}
	say("withheld", fmt.Sprint(h.Withheld), fmt.Sprint(withheld))
	if !h.Audience.Known() || h.Audience == ledger.Unmarked {
		c.fail("%s has the audience %q, which is no class of people", ledger.HeadFile, h.Audience)
	}
	text, err := v.bag.Read(ledger.PolicyFile, maxSmall)
	if err != nil {
		c.fail("%s", err)
		return
	}
	sum := sha256.Sum256(text)
	say("policy's digest", h.Policy.SHA256, hex.EncodeToString(sum[:]))
	if p, err := ledger.ParsePolicy(text); err != nil {
		c.fail("%s: %s", ledger.PolicyFile, err)
	} else {
		say("policy's name", h.Policy.Name, p.Name)
	}
}
