/* First thing in <body>: the style sheet and the NHS.UK module both look for this class. */
document.body.className += " nhsuk-frontend-supported";
