// Package raster draws the charts of package svg as PNG (统计图的位图), for papers, which carry pictures of
// pixels only. It knows the elements that those charts are made of and refuses any other, so that no
// part of a chart is lost in silence. Titles and links have no place in a picture of pixels.
package raster
