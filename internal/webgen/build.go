package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/evanw/esbuild/pkg/api"
)

// manifest is the file that tells the name of each made file by what it is
// called in pages: main.js, main.css. Names hold a digest, so that a browser may
// keep a file for good.
const manifest = "manifest.json"

// build is the files of the page by their names, made from the folder ui.
func build(ui string) (map[string][]byte, error) {
	abs, err := filepath.Abs(ui)
	if err != nil {
		return nil, err
	}
	r := api.Build(options(abs))
	if len(r.Errors) > 0 {
		return nil, errors.New(strings.Join(api.FormatMessages(r.Errors, api.FormatMessagesOptions{}), ""))
	}
	files, names := map[string][]byte{}, map[string]string{}
	for _, f := range r.OutputFiles {
		name := filepath.Base(f.Path)
		files[name] = f.Contents
		names[plain(name)] = name
	}
	if len(names) != len(files) {
		return nil, fmt.Errorf("two files of one name in %v", names)
	}
	files[manifest], err = json.MarshalIndent(names, "", "  ")
	files[manifest] = append(files[manifest], '\n')
	return files, err
}

// options are how the page is bundled: one module and one style sheet, for
// browsers of 2022 on, with the licences of what is in it at its end.
func options(ui string) api.BuildOptions {
	return api.BuildOptions{
		AbsWorkingDir:     ui,
		EntryPoints:       []string{"main.ts"},
		EntryNames:        "[name]-[hash]",
		AssetNames:        "[name]-[hash]",
		Outdir:            "dist",
		Bundle:            true,
		Format:            api.FormatESModule,
		Target:            api.ES2022,
		MinifySyntax:      true,
		MinifyWhitespace:  true,
		MinifyIdentifiers: true,
		LegalComments:     api.LegalCommentsEndOfFile,
		Loader:            map[string]api.Loader{".json": api.LoaderFile},
		LogLevel:          api.LogLevelSilent,
	}
}

// plain is a made name without its digest: main.js of main-ABCDEFGH.js.
func plain(name string) string {
	ext := filepath.Ext(name)
	stem := strings.TrimSuffix(name, ext)
	return stem[:strings.LastIndexByte(stem, '-')] + ext
}

// installed tells whether the libraries of the page are there to bundle.
func installed(ui string) bool {
	_, err := os.Stat(filepath.Join(ui, "node_modules", "d3-geo"))
	return err == nil
}
