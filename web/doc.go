// Package web shows cases in a browser: pages that read without script, and the
// same facts as JSON.
//
// A server shows the cases in folders. Each is loaded once for each state of its
// files, and again when they change; a case that no longer loads is shown as it
// last did, with what is wrong. Nothing is asked of any other machine, by the
// server or by a page.
package web
