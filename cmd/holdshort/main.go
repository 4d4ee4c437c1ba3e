// Command holdshort answers, from the evidence in a case, what happened
// relative to what a court ordered, under each party's reading of the order.
package main

import "os"

func main() { os.Exit(run(os.Args[1:], os.Stdin, os.Stdout, os.Stderr)) }
