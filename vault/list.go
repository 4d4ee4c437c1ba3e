package vault

import (
	"cmp"
	"os"

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
	if err != nil || in == nil {
		return err
	}
	b.Media = cmp.Or(b.Media, in.Media)
	for _, r := range in.Records {
		it.Listing = append(it.Listing, ledger.Listed{Address: r.Address, At: r.At, Type: r.Type, Status: r.Status})
	}
	it.Unlisted += in.More
	it.Notes = append(it.Notes, in.Notes...)
	return nil
}
