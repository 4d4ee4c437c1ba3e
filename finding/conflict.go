package finding

import (
	"fmt"
	"strings"

	"github.com/holdshort/holdshort/cite"
	"github.com/holdshort/holdshort/ground"
	"github.com/holdshort/holdshort/proof"
	"github.com/holdshort/holdshort/span"
)

// Conflict is a smallest set of constraints of the case that cannot all hold:
// take any one away and the rest can.
type Conflict struct {
	Events []string
	Edges  []ground.Edge
	Short  span.Length // by how much they miss, above zero
	Words  string
	Cites  []cite.Cite
	Round  *proof.Round
}

// conflicts lists one conflict for each part of the network that has any.
func (e *Engine) conflicts() []Conflict {
	var out []Conflict
	for _, p := range e.net.parts {
		if p.conflict == nil {
			continue
		}
		c := Conflict{Edges: roundEdges(p.conflict, e.net.edge), Short: span.Length(-p.conflict.Sum), Round: p.conflict}
		var says []string
		seen := map[string]bool{ground.Zero: true}
		for _, x := range c.Edges {
			says = append(says, strings.TrimSpace(x.Why+" "+cite.List(x.Cites)))
			c.Cites = append(c.Cites, x.Cites...)
			for _, id := range []string{x.X, x.Y} {
				if !seen[id] {
					seen[id] = true
					c.Events = append(c.Events, id)
				}
			}
		}
		c.Words = fmt.Sprintf("these %d cannot all be true; they miss by %s: %s", len(c.Edges), c.Short.Words(), strings.Join(says, "; "))
		out = append(out, c)
	}
	return out
}
