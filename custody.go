package holdshort

import (
	"fmt"
	"math/big"
	"regexp"
	"strings"

	"github.com/holdshort/holdshort/span"
)

// Custody is who held a cohort, from when, on what terms.
type Custody struct {
	At
	ID          ID           `case:"id,required" doc:"short name"`
	Of          []ID         `case:"of,required" ref:"cohort" doc:"the cohorts held"`
	ReleasedBy  ID           `case:"released-by" ref:"party" doc:"who gave them up"`
	AcceptedBy  ID           `case:"accepted-by" ref:"party" doc:"who took them"`
	Place       string       `case:"place" doc:"where they are held"`
	Authority   string       `case:"authority" doc:"under what authority, as stated"`
	From        []string     `case:"from,required" ref:"event" doc:"the events with which it began"`
	Until       string       `case:"until" ref:"event" doc:"the event with which it ended"`
	Terms       []Term       `case:"terms" doc:"the term, as each source states it"`
	Renewals    []Renewal    `case:"renewals" doc:"each renewal"`
	Conditions  []Condition  `case:"conditions" doc:"conditions as reported"`
	Whereabouts []Whereabout `case:"whereabouts" doc:"where they were last evidenced"`
	Sources     []ID         `case:"source" ref:"source" doc:"where it is described"`
	Note        string       `case:"note" doc:"what to know"`
}

// Term is how long a custody was to last, as a source states it. Its end is
// computed by the civil calendar from the bounds of its start.
type Term struct {
	At
	Length    span.Civil `case:"length,required" doc:"1 year, 6 months"`
	Renewable *bool      `case:"renewable" doc:"whether it can be renewed, if stated"`
	Zone      string     `case:"zone" doc:"zone in which it is counted, if not the case's"`
	Sources   []ID       `case:"source,required" ref:"source" doc:"who says so"`
	Note      string     `case:"note" doc:"what to know"`
}

// Renewal is one renewal of a term.
type Renewal struct {
	At
	Length  span.Civil `case:"length,required" doc:"for how long"`
	Times   []Claim    `case:"times" doc:"when it was renewed"`
	Sources []ID       `case:"source,required" ref:"source" doc:"who says so"`
}

// Condition is a condition of custody as somebody reported it.
type Condition struct {
	At
	Says    string `case:"says,required" doc:"the condition in our words"`
	Sources []ID   `case:"source,required" ref:"source" doc:"who says so"`
	By      string `case:"by" doc:"who is quoted"`
}

// Whereabout is a place where a cohort was evidenced to be.
type Whereabout struct {
	At
	When    When   `case:"at,required" doc:"when"`
	Place   string `case:"place,required" doc:"where"`
	Sources []ID   `case:"source,required" ref:"source" doc:"who says so"`
	Note    string `case:"note" doc:"what to know"`
}

// Payment is money planned, offered, contracted or paid.
type Payment struct {
	At
	ID      ID            `case:"id,required" doc:"short name"`
	From    ID            `case:"from" ref:"party" doc:"who pays"`
	To      ID            `case:"to" ref:"party" doc:"who is paid"`
	Amount  Money         `case:"amount" doc:"4.76 million USD; left out where only said in words"`
	Says    string        `case:"says" doc:"the amount as said in words, where no figure was given"`
	Per     PaymentPer    `case:"per,required" doc:"what the amount is for: all of it, each person, each year"`
	Persons []Count       `case:"persons" doc:"how many people it is for"`
	Period  span.Civil    `case:"period" doc:"for how long"`
	Status  PaymentStatus `case:"status,required" doc:"planned, offered, contracted, paid, reported cost, claimed"`
	For     []ID          `case:"for" ref:"custody" doc:"the custody it pays for"`
	Times   []Claim       `case:"times" doc:"when it was stated or paid"`
	Sources []ID          `case:"source,required" ref:"source" doc:"who says so"`
	By      string        `case:"by" doc:"who is quoted"`
	Note    string        `case:"note" doc:"what to know"`
}

// PaymentPer is what an amount is for.
type PaymentPer string

// Options lists what an amount can be for.
func (PaymentPer) Options() []string { return []string{"total", "person", "year", "person-year"} }

// PaymentStatus is how far a payment has come. Amounts are compared only
// within one status: a plan is not a payment.
type PaymentStatus string

// Options lists the statuses.
func (PaymentStatus) Options() []string {
	return []string{"planned", "offered", "contracted", "paid", "cost", "claimed"}
}

// Money is an exact amount: Cents hundredths of a unit of Currency. Its zero
// value is no amount.
type Money struct {
	Text     string
	Cents    int64
	Currency string // ISO 4217
}

const amount = `((?:` + figures + `)(?:\.[0-9]+)?)(?: (thousand|million|billion))?`

var moneyWords = regexp.MustCompile(`^(?:\$ ?` + amount + `|` + amount + ` ([A-Z]{3}))$`)

// ParseMoney reads "4,760,000 USD", "4.76 million USD" or "$6 million".
func ParseMoney(text string) (Money, error) {
	m := moneyWords.FindStringSubmatch(text)
	if m == nil {
		return Money{}, fmt.Errorf("%q is not an amount with one currency", text)
	}
	figure, scale, currency := m[1]+m[3], m[2]+m[4], m[5]
	if currency == "" {
		currency = "USD"
	}
	r, ok := new(big.Rat).SetString(strings.ReplaceAll(figure, ",", ""))
	if !ok {
		return Money{}, fmt.Errorf("%q is not an amount", text)
	}
	units := map[string]int64{"": 1, "thousand": 1e3, "million": 1e6, "billion": 1e9}[scale]
	r.Mul(r, big.NewRat(100*units, 1))
	if !r.IsInt() || !r.Num().IsInt64() {
		return Money{}, fmt.Errorf("%q is not a whole number of cents, or too large", text)
	}
	return Money{text, r.Num().Int64(), currency}, nil
}

// IsZero reports whether no amount was given.
func (m Money) IsZero() bool { return m.Currency == "" }

// String is the amount in full: "USD 4,760,000" or "USD 0.50".
func (m Money) String() string {
	if m.IsZero() {
		return "no amount"
	}
	units := fmt.Sprint(m.Cents / 100)
	var b strings.Builder
	for i, c := range units {
		if i > 0 && (len(units)-i)%3 == 0 {
			b.WriteByte(',')
		}
		b.WriteRune(c)
	}
	if cents := m.Cents % 100; cents != 0 {
		fmt.Fprintf(&b, ".%02d", cents)
	}
	return m.Currency + " " + b.String()
}
