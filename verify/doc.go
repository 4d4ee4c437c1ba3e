// Package verify checks a sealed exhibit, trusting nobody: not whoever made it,
// not the network, not a clock. It makes twelve checks and reports each by itself.
//
// It shares with the vault the form of the log alone, and with the maker of
// exhibits nothing of how it chooses. The same exhibit, policy and checkpoints give
// the same report. docs/formats/verification.md says what the report holds, and
// docs/formats/sealed-exhibit.md what is checked.
package verify
