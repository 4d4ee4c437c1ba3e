package main

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/holdshort/holdshort"
	"github.com/holdshort/holdshort/exhibit"
	"github.com/holdshort/holdshort/finding"
	"github.com/holdshort/holdshort/formula"
	"github.com/holdshort/holdshort/span"
)

func ordersCommand(o *common) *cobra.Command {
	var at, ruling, out string
	cmd := &cobra.Command{
		Use:   "orders CASE --at TIME | --card RULING",
		Short: "what was in force at a moment, for whom, since when and until when",
		Long: `Orders says of every ruling, under each reading, whether it was in force at
TIME: since which event, until which, and by how much; from which expression
it bound, who must do what, who is protected and where. A later vacatur is
shown apart from what was in force then. A stretch of time such as a day is
asked about as a whole.

With --card it writes one ruling as a page to print, to hold and to read to
somebody who reads it back: -o FILE chooses the form by its ending, .html or
.txt, and without it the text goes to standard output. --at is then not
needed. FILE is not written over if it exists, unless --force is given.

Exit statuses:
  0  answered, whatever the answers are
  1  the case could not be read, or the file not written
  2  the command line is wrong`,
		Example: `  holdshort orders sample --at "15 March 2025 19:00 EDT"
  holdshort orders sample --at "15 March 2025 19:00 EDT" --as-of "18 March 2025"
  holdshort orders sample --at "16 March 2025" --reading r3-doj-march --json
  holdshort orders sample --card class-tro --reading r1-court -o card.html`,
		Args: oneCase,
	}
	cmd.Flags().StringVar(&at, "at", "", "the `TIME` asked about, in the court's zone if it states none")
	cmd.Flags().StringVar(&ruling, "card", "", "write the order card of `RULING`")
	cmd.Flags().StringVarP(&out, "output", "o", "", "the `FILE` to write the card to; its ending chooses the form")
	force := cmd.Flags().Bool("force", false, "write over FILE")
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		if ruling != "" {
			return o.card(cmd.OutOrStdout(), args[0], cardOf{ruling, at, out, *force})
		}
		if out != "" {
			return usage("-o is for a card: give --card RULING as well, or leave it out", "no ruling was given for a card")
		}
		if at == "" {
			return usage(`for instance --at "15 March 2025 19:00 EDT"`, "no time was given")
		}
		c, loc, err := o.open(args[0])
		if err != nil {
			return err
		}
		found, err := finding.New(c).Orders(at, o.options())
		if err != nil {
			return badTime("--at", err)
		}
		if o.json {
			return writeJSON(cmd.OutOrStdout(), found)
		}
		return exhibit.OrdersText(cmd.OutOrStdout(), found, loc)
	}
	return cmd
}

// cardOf is what a card is asked for with.
type cardOf struct {
	ruling, at, out string
	force           bool
}

func (o *common) card(stdout io.Writer, dir string, x cardOf) error {
	form := filepath.Ext(x.out)
	switch {
	case o.json:
		return usage("leave --json out, or --card", "a card has no JSON form")
	case x.out == "" || x.out == "-":
		form = ".txt"
	case form != ".html" && form != ".txt":
		return usage("end its name in .html or .txt", "the form of %q is not known", x.out)
	}
	c, loc, err := o.open(dir)
	if err != nil {
		return err
	}
	if c.Ruling(holdshort.ID(x.ruling)) == nil {
		return noRuling(c, x.ruling)
	}
	card, err := finding.New(c).Card(holdshort.ID(x.ruling), x.at, o.options())
	if err != nil {
		return badTime("--at", err)
	}
	write := map[string]func(io.Writer, *finding.Card, *time.Location) error{".html": exhibit.CardHTML, ".txt": exhibit.CardText}[form]
	if x.out == "" || x.out == "-" {
		return write(stdout, card, loc)
	}
	var b bytes.Buffer
	if err := write(&b, card, loc); err != nil {
		return err
	}
	return writeFile(x.out, b.Bytes(), x.force)
}

func noRuling(c *holdshort.Case, name string) error {
	var names []string
	for _, r := range c.Rulings {
		names = append(names, string(r.ID))
	}
	hint := "the rulings are " + strings.Join(names, ", ")
	if best := formula.Closest(name, names); best != "" {
		hint = fmt.Sprintf("did you mean %q? %s", best, hint)
	}
	return usage(hint, "the case has no ruling %q", name)
}

// badTime is an error of a time given with a flag.
func badTime(flag string, err error) error {
	hint := `give a day or a moment, such as "18 March 2025 19:00"`
	var pe *span.ParseError
	if errors.As(err, &pe) {
		hint = cmp.Or(pe.Hint, hint)
	}
	return usage(hint, "%s: %s", flag, err)
}
