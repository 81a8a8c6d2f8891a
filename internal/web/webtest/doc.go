// Package webtest is what tests need of pages: a site on loopback with somebody signed in,
// checks of the HTML that hold for every page, and a Chromium that is driven through its
// protocol, with the accessibility checker axe. Nothing of it is part of the product.
package webtest
