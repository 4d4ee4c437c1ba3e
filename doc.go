// Package holdshort is the case: what was ordered, who knew of it and when,
// where each movement and the people aboard were, who held whom, and what was
// said of it, each as stated by a source.
//
// A Case is read from a folder of strict YAML files by Load. Its vocabulary:
//
//   - A Source is a document, broadcast or track; everything else cites one.
//   - A Claim is one source's statement of when an event happened. Claims are
//     never averaged or overwritten: they stand side by side.
//   - An Event is a moment that the case speaks of; claims bound it. Events
//     belong to expressions of rulings, notices, phases of movements, edges of
//     a ruling's life, statements, payments, or stand alone.
//   - A Ruling is a decision, put into the world by one or more Expressions,
//     which may differ in content. Directives hang on the expression.
//   - An Edge is what a later act did to a ruling: extended, stayed, vacated.
//   - A Cohort is people counted, never named.
//   - A Movement is a vehicle's journey in phases; Custody is who held a
//     cohort, on what terms; a Payment is money for it.
//   - A Statement is what somebody said, with the claims in it as formulas.
//   - A Reading is a named party's bundle of choices on what the ruling means.
//   - A Question is a formula or look-up put to the case.
//
// The package holds facts and computes no findings.
package holdshort
