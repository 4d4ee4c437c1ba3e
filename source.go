package holdshort

// Source is a document, post, broadcast or track that records cite.
type Source struct {
	At
	ID         ID         `case:"id,required" doc:"short name, as cited"`
	Kind       SourceKind `case:"kind,required" doc:"what it is"`
	Publisher  string     `case:"publisher,required" doc:"court, publisher or account"`
	Title      string     `case:"title" doc:"title or subject"`
	Author     string     `case:"author" doc:"who wrote it, where that matters"`
	Published  When       `case:"published" doc:"when it came out; decides what was known as of a time"`
	Address    []string   `case:"address" doc:"where the copy that was read stands"`
	Captured   When       `case:"captured" doc:"when the copy was taken"`
	Digest     string     `case:"digest" doc:"sha256: and the digest of the bytes read"`
	CopyOf     ID         `case:"copy-of" ref:"source" doc:"the source it reprints; a copy is not a second source"`
	Confidence string     `case:"confidence" doc:"how the compiler of the record rates it, in words"`
	Route      string     `case:"route" doc:"how it may come in as evidence: a suggestion for counsel"`
	Note       string     `case:"note" doc:"what to know when relying on it"`
}

// SourceKind says what a Source is.
type SourceKind string

// Options lists the kinds of source.
func (SourceKind) Options() []string {
	return []string{"transcript", "docket-entry", "order", "opinion", "filing", "declaration", "email", "proclamation",
		"article", "timeline", "post", "broadcast", "photograph", "track", "map", "notes", "reference"}
}

// Original is the source that id reprints, followed to the end, or id itself.
// Two claims with one Original are one report.
func (c *Case) Original(id ID) ID {
	for range len(c.Sources) {
		s := c.Source(id)
		if s == nil || s.CopyOf == "" {
			break
		}
		id = s.CopyOf
	}
	return id
}
