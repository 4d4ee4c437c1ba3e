package vault

import (
	"cmp"
	"fmt"
	"os"
	"slices"
	"strings"

	"github.com/holdshort/holdshort/ledger"
	"github.com/holdshort/holdshort/warc"
)

// MaxListed is the most records of a web archive that an item lists; the rest
// are counted.
const MaxListed = 1000

// list adds to an item what is in a blob, if it is a web archive. The blob itself
// is not touched.
func (l layout) list(b *ledger.Blob, it *ledger.Item) error {
	f, err := os.Open(l.blob(b.Stored()))
	if err != nil {
		return err
	}
	defer f.Close()
	in, err := warc.List(f, b.Bytes, MaxListed)
	if err != nil {
		return err
	}
	if in == nil {
		if isArchive(b.Name) {
			it.Notes = append(it.Notes, fmt.Sprintf("%q is no web archive, which its name says that it is: it breaks off before its first record, or is something else", b.Name))
		}
		return nil
	}
	b.Media = cmp.Or(b.Media, in.Media)
	for _, r := range in.Records {
		it.Listing = append(it.Listing, ledger.Listed{Address: r.Address, At: r.At, Type: r.Type, Status: r.Status})
	}
	it.Unlisted += in.More
	it.Notes = append(it.Notes, in.Notes...)
	return nil
}

// isArchive reports whether a name says that it is one of a web archive.
func isArchive(name string) bool {
	name = strings.ToLower(name)
	return slices.ContainsFunc([]string{".warc", ".warc.gz", ".wacz"}, func(end string) bool { return strings.HasSuffix(name, end) })
}
