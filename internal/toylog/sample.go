package toylog

import (
	"crypto/sha256"
	"fmt"

	"github.com/holdshort/holdshort/ledger"
)

// Synthetic is a small case in which everything is made up. Its one paper is tied
// to bytes, which Sample keeps.
func Synthetic() map[string][]byte {
	return map[string][]byte{
		"case.yaml": []byte(`# Synthetic. Nothing in this case happened.
case: {id: toy, caption: Doe v. Roe (synthetic), court: D. Ex., docket: "1:25-cv-00000", zone: America/New_York, label: Synthetic. Nothing in this case happened.}
rulings:
- id: order
  title: temporary restraining order
  on: "2025-06-03"
  expressions:
  - {id: written, form: minute-entry, times: [{kind: entered, at: "14:05 EDT", source: docket}]}
questions:
- {id: airborne, ask: "Was the flight in the air when the order was entered?", for: flight, find: "airborne(it, order.written.entered)"}
`),
		"movements.yaml": []byte(`movements:
- id: flight
  name: EX100
  on: "2025-06-03"
  phases:
  - {phase: wheels-up, times: [{at: "13:58 EDT", source: paper}]}
  - {phase: touchdown, times: [{at: "between 16:40 and 16:55 EDT", source: paper}]}
`),
		"sources.yaml": []byte("sources:\n- {id: docket, kind: docket-entry, publisher: the court, published: 3 June 2025}\n" +
			fmt.Sprintf("- {id: paper, kind: article, publisher: a newspaper, published: 4 June 2025, digest: \"sha256:%x\"}\n", sha256.Sum256(Paper))),
	}
}

// Paper is the bytes of the synthetic case's article.
var Paper = []byte("EX100 left at 13:58 and came down between 16:40 and 16:55. (Synthetic.)\n")

// Sample is a chain with every kind of entry, in a log that has other chains too.
// One of its changes replaces a file, one removes one, and three entries are not for
// public eyes.
func Sample(l *Log) *Chain {
	l.Fill(3)
	c := NewChain(l, "Doe v. Roe (synthetic), D. Ex.")
	files := Synthetic()
	c.Change("case.yaml", []byte("case: {id: toy, caption: A draft, zone: UTC}\n"))
	for _, name := range []string{"case.yaml", "movements.yaml", "sources.yaml"} {
		c.Change(name, files[name])
		l.Fill(1)
	}
	c.Change("notes.yaml", []byte("# a draft that was removed\n"))
	c.Change("notes.yaml", nil)
	paper := c.Keep("paper", ledger.Unmarked, Paper)
	c.Keep("informant", ledger.SourceProtecting, []byte("who said so (synthetic)\n"))
	burnt := c.Keep("burnt", ledger.Unmarked, []byte("what had to go (synthetic)\n"))
	l.Fill(2)
	beat := c.Seal(ledger.Item{Kind: ledger.Heartbeat, Heartbeat: &ledger.Asked{Got: "same", Next: "2026-11-25T00:00:00Z"},
		NotBefore: []ledger.Beacon{{Name: "synthetic beacon", Value: "5eed", Came: "2026-11-24T19:20:00Z"}}})
	c.Release(ledger.Public, []uint64{paper, beat}, "./")
	c.Seal(ledger.Item{Kind: ledger.Erase, Why: "for a test", Erased: &ledger.Tomb{Position: burnt, Reason: "asked by the person it is about", Authority: "nobody: synthetic"}})
	c.Seal(ledger.Item{Kind: ledger.Export, Exported: &ledger.Handed{What: "exhibit", Audience: ledger.Public}})
	l.Fill(1)
	return c
}
