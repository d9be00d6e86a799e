# The studio in a container: docker build -t hueprint . && docker run -p 7860:7860 -v "$PWD/pictures:/studio/pictures" hueprint
FROM python:3.11-slim

RUN useradd --uid 1000 --create-home studio
WORKDIR /studio
COPY requirements.txt .
RUN pip install --no-cache-dir -r requirements.txt
COPY --chown=studio app.py worker.py README.md ./
COPY --chown=studio config config
COPY --chown=studio engine engine
COPY --chown=studio presets presets
COPY --chown=studio ui ui
RUN mkdir pictures && chown studio pictures

USER studio
ENV HUEPRINT_SERVER__HOST=0.0.0.0 PYTHONUNBUFFERED=1
EXPOSE 7860
HEALTHCHECK --interval=30s --timeout=5s --start-period=30s \
    CMD ["python", "-c", "import urllib.request; urllib.request.urlopen('http://127.0.0.1:7860/healthz', timeout=4)"]
CMD ["python", "app.py"]
