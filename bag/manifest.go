package bag

import (
	"encoding/hex"
	"fmt"
	"io"
)

// Root is the folder that a bag has all its files in.
const Root = "exhibit/"

const (
	payload = "data/"
	bagInfo = "bag-info.txt"
	bagIt   = "bagit.txt"

	bagItText = "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"
)

// hashes are the algorithms of the manifests, in order.
var hashes = []string{"sha256", "sha512"}

// tagFiles are all files that are not below data/. The first four are covered by
// the other two.
var tagFiles = []string{bagInfo, bagIt, "manifest-sha256.txt", "manifest-sha512.txt", "tagmanifest-sha256.txt", "tagmanifest-sha512.txt"}

// Info is what bag-info.txt says, but for the count of the payload.
type Info struct {
	Agent      string // Bag-Software-Agent: program and version
	Identifier string // External-Identifier
}

const (
	agentLabel      = "Bag-Software-Agent: "
	identifierLabel = "External-Identifier: "
	oxumLabel       = "Payload-Oxum: "
)

// text is bag-info.txt in its only form.
func (i Info) text(bytes int64, files int) string {
	return fmt.Sprintf(agentLabel+"%s\n"+identifierLabel+"%s\n"+oxumLabel+"%d.%d\n", i.Agent, i.Identifier, bytes, files)
}

func (i Info) check() error {
	for _, v := range []string{i.Agent, i.Identifier} {
		if err := checkPart(v); err != nil {
			return fmt.Errorf("%q in %s: it %w", v, bagInfo, err)
		}
	}
	return nil
}

// digest is a file's digest by one of the hashes, in hexadecimal.
func (e *Entry) digest(hash string) string {
	if hash == "sha256" {
		return hex.EncodeToString(e.SHA256[:])
	}
	return hex.EncodeToString(e.SHA512[:])
}

// writeManifest writes a line for each file, which must be in order.
func writeManifest(w io.Writer, files []Entry, hash, folder string) error {
	for i := range files {
		if _, err := io.WriteString(w, files[i].digest(hash)+"  "+folder+files[i].Name+"\n"); err != nil {
			return err
		}
	}
	return nil
}
