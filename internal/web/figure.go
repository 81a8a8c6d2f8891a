package web

import (
	"encoding/xml"
	"errors"
	"fmt"
	"html/template"
	"io"
	"slices"
	"strings"
)

// svgElements and svgAttributes are what a chart needs and no script can hide in.
var svgElements = strings.Fields("svg g path rect circle ellipse line polyline polygon text tspan title desc defs clipPath " +
	"linearGradient stop pattern marker use a")

var svgAttributes = strings.Fields("xmlns viewBox width height preserveAspectRatio role aria-label aria-labelledby aria-hidden id class x y x1 y1 x2 y2 dx dy cx cy r rx ry " +
	"d points transform fill fill-opacity fill-rule stroke stroke-width stroke-opacity stroke-dasharray stroke-linecap stroke-linejoin opacity " +
	"text-anchor dominant-baseline font-size font-weight font-family clip-path offset stop-color gradientUnits patternUnits refX refY " +
	"markerWidth markerHeight orient marker-end href tabindex lang")

// figure lets a drawing into the page if it is nothing but a picture, with links to pages of
// this program at most.
func figure(svg string) (template.HTML, error) {
	d := xml.NewDecoder(strings.NewReader(svg))
	depth := 0
	for {
		tok, err := d.Token()
		if errors.Is(err, io.EOF) {
			return template.HTML(svg), nil
		}
		if err != nil {
			return "", fmt.Errorf("the drawing is no XML: %w", err)
		}
		switch tok := tok.(type) {
		case xml.StartElement:
			if depth++; depth > 50 || !slices.Contains(svgElements, tok.Name.Local) {
				return "", fmt.Errorf("the element %q is not allowed in a drawing", tok.Name.Local)
			}
			for _, a := range tok.Attr {
				if err := svgAttribute(a); err != nil {
					return "", err
				}
			}
		case xml.EndElement:
			depth--
		case xml.Directive, xml.ProcInst:
			return "", errors.New("a drawing has no declarations")
		}
	}
}

// svgAttribute refuses attributes that run or load something.
func svgAttribute(a xml.Attr) error {
	name := a.Name.Local
	local := strings.HasPrefix(a.Value, "#") || strings.HasPrefix(a.Value, "/") && !strings.HasPrefix(a.Value, "//")
	switch {
	case a.Name.Space != "" && a.Name.Space != "xml", !slices.Contains(svgAttributes, name):
		return fmt.Errorf("the attribute %q is not allowed in a drawing", name)
	case name == "href" && !local, strings.Contains(a.Value, "url(") && !strings.HasPrefix(a.Value, "url(#"):
		return fmt.Errorf("the attribute %q leads out of the page", name)
	}
	return nil
}
