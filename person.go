package holdshort

import (
	"fmt"
	"math"
	"regexp"
	"strconv"
	"strings"
)

// Party is an actor by public role: a party, court, agency, official, counsel,
// publisher or carrier.
type Party struct {
	At
	ID      ID     `case:"id,required" doc:"short name"`
	Name    string `case:"name,required" doc:"public name or role"`
	Role    string `case:"role" doc:"what they are in the matter"`
	Of      ID     `case:"of" ref:"party" doc:"the body they act for"`
	Sources []ID   `case:"source" ref:"source" doc:"where the role is stated"`
}

// Cohort is people counted and not named.
type Cohort struct {
	At
	ID       ID      `case:"id,required" doc:"short name"`
	Name     string  `case:"name,required" doc:"who they are, as a group"`
	Basis    string  `case:"basis" doc:"the legal basis on which they are counted together"`
	Counts   []Count `case:"counts" doc:"head counts, each as a source gives it"`
	PartOf   []ID    `case:"part-of" ref:"cohort" doc:"cohorts that hold all of them"`
	Disjoint []ID    `case:"disjoint" ref:"cohort" doc:"cohorts that hold none of them"`
	Parts    []Parts `case:"parts" doc:"partitions whose sums give the head count"`
	Sources  []ID    `case:"source" ref:"source" doc:"where the group is described"`
	Note     string  `case:"note" doc:"what to know"`
}

// Count is one source's head count of a cohort. Where several sources are
// given, Load makes a Count of each. Its id, for setting it aside, is
// COHORT#SOURCE, with a number from 2 where one source gives several.
type Count struct {
	At
	N       Number `case:"n,required" doc:"238, 137..140, at least 8, over 250, almost 300, about 130, hundreds"`
	Sources []ID   `case:"source,required" ref:"source" doc:"who says so; several sources are several counts"`
	Where   string `case:"where" doc:"page, line or paragraph"`
	By      string `case:"by" doc:"who is quoted as saying so"`
	Note    string `case:"note" doc:"what the count takes in"`
	Aside   string // why it was set aside; empty if it was not
}

// CountID is the id of the cohort's count i. Called for each count in turn with
// the same map, it numbers those of one source.
func (c *Cohort) CountID(i int, again map[ID]int) string {
	source := c.Counts[i].Sources[0]
	id := string(c.ID) + "#" + string(source)
	if again[source]++; again[source] > 1 {
		id += "-" + strconv.Itoa(again[source])
	}
	return id
}

// Parts is a partition of a cohort as a source gives it.
type Parts struct {
	At
	Of      []ID   `case:"of,required" ref:"cohort" doc:"disjoint cohorts that make up the whole"`
	Sources []ID   `case:"source,required" ref:"source" doc:"who adds them up so"`
	Note    string `case:"note" doc:"what to know"`
}

// Number is a whole number known within bounds, both included. Most is
// math.MaxInt64 where nothing bounds it.
type Number struct {
	Text        string
	Least, Most int64
}

// Loose words for numbers. The share by which "about" and "almost" are widened
// is a convention of this program, stated in docs/terms.md: ten in a hundred.
const looseShare = 10

// figures are digits, or digits in groups of three with commas between them:
// "4,76" is neither, since it may be meant as a decimal.
const figures = `[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+`

var numberWords = regexp.MustCompile(`^(?:(about|around|roughly|almost|nearly|over|more than|at least|up to|at most|fewer than|under) )?(` + figures + `)(?:\.\.(` + figures + `))?$`)

// ParseNumber reads a head count: digits, "137..140", or digits after one of
// the words about, almost, over, at least, up to, fewer than; "hundreds" is at
// least 200 and "dozens" at least 24.
func ParseNumber(text string) (Number, error) {
	n := Number{Text: text, Most: math.MaxInt64}
	switch text {
	case "hundreds":
		n.Least = 200
		return n, nil
	case "dozens":
		n.Least = 24
		return n, nil
	}
	m := numberWords.FindStringSubmatch(text)
	if m == nil {
		return n, fmt.Errorf("%q is not a number of people", text)
	}
	v, err := strconv.ParseInt(strings.ReplaceAll(m[2], ",", ""), 10, 32)
	if err != nil {
		return n, fmt.Errorf("%q is not a number of people: %w", text, err)
	}
	if m[3] != "" {
		most, err := strconv.ParseInt(strings.ReplaceAll(m[3], ",", ""), 10, 32)
		if err != nil || most < v || m[1] != "" {
			return n, fmt.Errorf("%q is not a range of numbers, least first", text)
		}
		n.Least, n.Most = v, most
		return n, nil
	}
	if n.Least, n.Most = loose(m[1], v); n.Most < n.Least {
		return n, fmt.Errorf("%q is fewer than nobody", text)
	}
	return n, nil
}

func loose(word string, v int64) (least, most int64) {
	wide := (v + looseShare - 1) / looseShare
	switch word {
	case "about", "around", "roughly":
		return max(0, v-wide), v + wide
	case "almost", "nearly":
		return max(0, v-wide), v - 1
	case "over", "more than":
		return v + 1, math.MaxInt64
	case "at least":
		return v, math.MaxInt64
	case "up to", "at most":
		return 0, v
	case "fewer than", "under":
		return 0, v - 1
	}
	return v, v
}

// String is "261", "248 to 250", "at least 251" or "at most 10".
func (n Number) String() string {
	switch {
	case n.Least == n.Most:
		return strconv.FormatInt(n.Least, 10)
	case n.Most == math.MaxInt64 && n.Least <= 0:
		return "any number"
	case n.Most == math.MaxInt64:
		return "at least " + strconv.FormatInt(n.Least, 10)
	case n.Least <= 0:
		return "at most " + strconv.FormatInt(n.Most, 10)
	}
	return fmt.Sprintf("%d to %d", n.Least, n.Most)
}
